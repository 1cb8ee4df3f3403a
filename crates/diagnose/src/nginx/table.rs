//! The directives that the modelled nginx knows: where each may stand, with how many words, and which setter takes its value.
//! The table was read out of the program (`data/nginx_directives.py`).

use std::sync::LazyLock;

const TABLE: &str = include_str!("../../data/nginx-directives.txt");

/// Of which kind a module is; a directive counts only where its kind is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Core,
    /// `include`: everywhere.
    Conf,
    Events,
    Http,
    /// The rows of a table, which the directive around them reads by itself (`map`).
    Rows,
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub(super) kind: Kind,
    pub(super) name: &'static str,
    /// The flags of `ngx_command_t` (`ngx_conf_file.h`, `ngx_http_config.h`).
    pub(super) flags: u32,
    /// `flag`, `str`, `num` …: one of `ngx_conf_set_*_slot`; `-` for any other.
    pub(super) setter: &'static str,
    /// What it takes, where that is known: words with `|` between them, or `least..most`.
    pub(super) values: &'static str,
}

/// A block's own bit among the flags, and the kind of modules that are read in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Context {
    pub(super) kind: Kind,
    pub(super) flag: u32,
}

impl Context {
    pub(super) const MAIN: Context = Context { kind: Kind::Core, flag: 0x0100_0000 };
    pub(super) const EVENTS: Context = Context { kind: Kind::Events, flag: 0x0200_0000 };
    pub(super) const HTTP: Context = Context { kind: Kind::Http, flag: 0x0200_0000 };
    pub(super) const SERVER: Context = Context { kind: Kind::Http, flag: 0x0400_0000 };
    pub(super) const LOCATION: Context = Context { kind: Kind::Http, flag: 0x0800_0000 };
    pub(super) const UPSTREAM: Context = Context { kind: Kind::Http, flag: 0x1000_0000 };
    pub(super) const SERVER_IF: Context = Context { kind: Kind::Http, flag: 0x2000_0000 };
    pub(super) const LOCATION_IF: Context = Context { kind: Kind::Http, flag: 0x4000_0000 };
    pub(super) const ROWS: Context = Context { kind: Kind::Rows, flag: 0 };
    pub(super) const LIMIT_EXCEPT: Context = Context { kind: Kind::Http, flag: 0x8000_0000 };

    /// What the block of a directive that stands here is read as; `None` where that is not known here.
    pub(super) fn inside(self, name: &str) -> Option<Context> {
        match (name, self) {
            ("events", Context::MAIN) => Some(Context::EVENTS),
            ("http", Context::MAIN) => Some(Context::HTTP),
            ("server", Context::HTTP) => Some(Context::SERVER),
            ("upstream", Context::HTTP) => Some(Context::UPSTREAM),
            ("location", _) => Some(Context::LOCATION),
            ("if", Context::SERVER) => Some(Context::SERVER_IF),
            ("if", _) => Some(Context::LOCATION_IF),
            ("limit_except", _) => Some(Context::LIMIT_EXCEPT),
            _ if is_table(name) => Some(Context::ROWS),
            _ => None,
        }
    }
}

/// Whether the block of a directive has rows, which it reads by itself.
pub(super) fn is_table(name: &str) -> bool {
    ["map", "geo", "split_clients", "types", "charset_map"].contains(&name)
}

/// All rows of a name.
pub(super) fn known(name: &str) -> Vec<Known> {
    ROWS.iter().filter(|row| row.name == name).copied().collect()
}

/// The names of all.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ROWS.iter().map(|row| row.name)
}

/// The blocks in which a directive may stand, as nginx's documentation names contexts.
pub(super) fn places(rows: &[Known]) -> String {
    const PLACES: [(&str, Context); 9] = [
        ("main", Context::MAIN),
        ("events", Context::EVENTS),
        ("http", Context::HTTP),
        ("server", Context::SERVER),
        ("location", Context::LOCATION),
        ("upstream", Context::UPSTREAM),
        ("if in server", Context::SERVER_IF),
        ("if in location", Context::LOCATION_IF),
        ("limit_except", Context::LIMIT_EXCEPT),
    ];
    let may = |context: Context| rows.iter().any(|row| row.may_stand_in(context));
    PLACES.iter().filter(|(_, context)| may(*context)).map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

/// The table, read once: a configuration asks for each of its directives.
static ROWS: LazyLock<Vec<Known>> = LazyLock::new(|| TABLE.lines().skip(1).filter_map(row).collect());

fn row(line: &'static str) -> Option<Known> {
    let mut words = line.split(' ');
    let kind = match words.next()? {
        "core" => Kind::Core,
        "conf" => Kind::Conf,
        "events" => Kind::Events,
        _ => Kind::Http,
    };
    let name = words.next()?;
    let flags = u32::from_str_radix(words.next()?, 16).ok()?;
    Some(Known { kind, name, flags, setter: words.next()?, values: words.next().unwrap_or_default() })
}

impl Known {
    pub(super) fn may_stand_in(&self, context: Context) -> bool {
        self.kind == Kind::Conf || (self.kind == context.kind && self.flags & context.flag != 0)
    }

    pub(super) fn is_block(&self) -> bool {
        self.flags & 0x100 != 0
    }

    /// Whether it takes so many words after its name.
    pub(super) fn takes(&self, words: usize) -> bool {
        const FLAG: u32 = 0x200;
        const ANY: u32 = 0x400;
        const ONE_OR_MORE: u32 = 0x800;
        const TWO_OR_MORE: u32 = 0x1000;
        if self.flags & ANY != 0 {
            true
        } else if self.flags & FLAG != 0 {
            words == 1
        } else if self.flags & ONE_OR_MORE != 0 {
            words >= 1
        } else if self.flags & TWO_OR_MORE != 0 {
            words >= 2
        } else {
            words < 8 && self.flags & (1 << words) != 0
        }
    }
}
