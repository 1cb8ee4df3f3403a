//! Which keys lie beside each other on a QWERTY keyboard. How much a walk over them is worth is not known here.

/// The four rows, without and with Shift.
const ROWS: [(&str, &str); 4] = [
    ("`1234567890-=", "~!@#$%^&*()_+"),
    ("qwertyuiop[]\\", "QWERTYUIOP{}|"),
    ("asdfghjkl;'", "ASDFGHJKL:\""),
    ("zxcvbnm,./", "ZXCVBNM<>?"),
];
/// Where each row begins, in quarters of a key's width.
const OFFSETS: [i32; 4] = [0, 6, 7, 9];

/// How one gets from a key to the one beside it: rows down, and to the left or to the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    down: i32,
    right: bool,
}

/// The step between two keys, `None` when they do not touch.
pub(super) fn step(from: char, to: char) -> Option<Step> {
    let ((from_x, from_y), (to_x, to_y)) = (place(from)?, place(to)?);
    let (across, down) = (to_x - from_x, to_y - from_y);
    let touches = across.abs() <= 4 && down.abs() <= 1 && (across, down) != (0, 0);
    touches.then_some(Step { down, right: across > 0 })
}

fn place(character: char) -> Option<(i32, i32)> {
    ROWS.iter().zip(OFFSETS).zip(0..).find_map(|(((plain, shifted), offset), y)| {
        let x = plain.find(character).or_else(|| shifted.find(character))?;
        Some((offset + 4 * i32::try_from(x).expect("a row has at most 13 keys"), y))
    })
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn neighbours_touch_and_others_do_not() {
        for (from, to, touches) in [
            ('q', 'w', true),
            ('Q', 'w', true),
            ('1', 'q', true),
            ('q', 'a', true),
            ('a', 'z', true),
            ('q', 'e', false),
            ('q', 'z', false),
            ('q', 'q', false),
            ('0', '1', false),
            ('가', 'q', false),
        ] {
            assert_eq!(step(from, to).is_some(), touches, "{from} {to}");
        }
    }
}
