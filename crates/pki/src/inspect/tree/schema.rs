//! How the names of an ASN.1 structure are found while its bytes are walked through: a cursor over the fields of one level.
//! The structures themselves stand in `structures`.

use x509_parser::der_parser::asn1_rs::Class;

use super::super::der::{oid_text, tag};

/// What stands within a value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// Nothing known.
    Unknown,
    /// These fields in this order (SEQUENCE), or a choice of them when all are optional.
    Fields(&'static [Field]),
    /// Any number of this field (SEQUENCE OF, SET OF).
    Of(&'static Field),
    /// DER in a string, or behind an explicit tag.
    Inside(&'static Field),
    /// DER in a string whose kind follows from the object identifier that stands before it.
    ByIdentifier(fn(&str) -> &'static Shape),
}

/// One part of a structure.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    /// Its name in the RFC.
    pub(super) name: &'static str,
    /// The tag that tells it.
    pub(super) expect: Expect,
    /// Whether it may be absent: OPTIONAL or DEFAULT.
    pub(super) optional: bool,
    /// What stands within.
    pub(super) shape: &'static Shape,
    /// Whether it is a private number.
    pub(super) secret: bool,
}

/// The tag of a field.
#[derive(Debug, Clone, Copy)]
pub(super) enum Expect {
    /// A universal tag.
    Tag(u32),
    /// A context-specific tag.
    Context(u32),
    /// UTCTime or GeneralizedTime.
    Time,
    /// Whatever comes.
    Any,
}

impl Expect {
    fn fits(self, class: Class, number: u32) -> bool {
        match self {
            Expect::Tag(tag) => class == Class::Universal && number == tag,
            Expect::Context(tag) => class == Class::ContextSpecific && number == tag,
            Expect::Time => {
                class == Class::Universal && (number == tag::UTC_TIME || number == tag::GENERALIZED_TIME)
            }
            Expect::Any => true,
        }
    }
}

/// Where a walk stands among the fields of one level.
pub(super) struct Cursor {
    shape: &'static Shape,
    next: usize,
    identifier: Option<String>,
}

impl Cursor {
    /// Within a value of this shape.
    pub(super) fn within(shape: &'static Shape) -> Cursor {
        Cursor { shape, next: 0, identifier: None }
    }

    /// The field of the next value and the shape of what is within it. A value that no field fits has no name, and does not
    /// keep later ones from having theirs.
    pub(super) fn next(
        &mut self,
        class: Class,
        number: u32,
        content: &[u8],
    ) -> (Option<&'static Field>, &'static Shape) {
        let field = match self.shape {
            Shape::Unknown | Shape::ByIdentifier(_) => None,
            Shape::Of(field) | Shape::Inside(field) => {
                Some(*field).filter(|field| field.expect.fits(class, number))
            }
            Shape::Fields(fields) => self.among(fields, class, number),
        };
        if class == Class::Universal && number == tag::OID {
            self.identifier = oid_text(content);
        }
        let shape = match field.map(|field| field.shape) {
            Some(Shape::ByIdentifier(choose)) => choose(self.identifier.as_deref().unwrap_or_default()),
            Some(shape) => shape,
            None => &Shape::Unknown,
        };
        (field, shape)
    }

    fn among(&mut self, fields: &'static [Field], class: Class, number: u32) -> Option<&'static Field> {
        let mut at = self.next;
        while let Some(field) = fields.get(at) {
            at += 1;
            if field.expect.fits(class, number) {
                self.next = at;
                return Some(field);
            }
            if !field.optional {
                return None;
            }
        }
        None
    }
}
