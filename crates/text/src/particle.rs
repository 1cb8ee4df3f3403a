//! Korean particles that depend on the sound before them: 이/가, 은/는, 을/를, 과/와, 으로/로. The texts write both, as in `{ $name }이(가)`;
//! where the end of a value can be heard, the one that belongs there is said.
//! Source: 한글 맞춤법 and 표준어 규정 of the National Institute of Korean Language (final consonants, 받침).

/// What the texts write, what follows a consonant, what follows a vowel, and whether ㄹ counts as a vowel.
pub(crate) const PARTICLES: [(&str, &str, &str, bool); 5] = [
    ("이(가)", "이", "가", false),
    ("은(는)", "은", "는", false),
    ("을(를)", "을", "를", false),
    ("와(과)", "과", "와", false),
    ("(으)로", "으로", "로", true),
];

/// Marks that stand between a value and its particle and are not heard.
const SILENT: [char; 5] = ['”', '’', '"', '\'', ')'];

/// How a word ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Vowel,
    Rieul,
    Consonant,
}

/// What belongs after a value, and how many octets of the text after it are replaced by that. `None` when no particle follows,
/// or when nobody can tell how the value is read: of Latin letters it is anybody's guess, and of a shell's variable the value is not known.
pub(crate) fn after(value: &str, rest: &str) -> Option<(String, usize)> {
    let bare = rest.trim_start_matches(SILENT);
    let (written, consonant, vowel, soft) =
        PARTICLES.iter().find(|(written, ..)| bare.starts_with(written))?;
    let said = match end(value)? {
        End::Vowel => vowel,
        End::Rieul if *soft => vowel,
        End::Rieul | End::Consonant => consonant,
    };
    let marks = &rest[..rest.len() - bare.len()];
    Some(([marks, said].concat(), marks.len() + written.len()))
}

fn end(value: &str) -> Option<End> {
    if value.contains('$') {
        return None;
    }
    match value.trim_end_matches(SILENT).chars().next_back()? {
        // a syllable is counted by its final: none, then 27 of which ㄹ is the eighth (The Unicode Standard, section 3.12)
        syllable @ '가'..='힣' => Some(match (u32::from(syllable) - u32::from('가')) % 28 {
            0 => End::Vowel,
            8 => End::Rieul,
            _ => End::Consonant,
        }),
        // 영, 삼, 육; also 십, 백, 천 of a round number
        '0' | '3' | '6' => Some(End::Consonant),
        // 일, 칠, 팔
        '1' | '7' | '8' => Some(End::Rieul),
        '2' | '4' | '5' | '9' => Some(End::Vowel),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::after;

    #[test]
    fn a_particle_follows_the_sound_before_it() {
        for (value, rest, said) in [
            ("인증 기관", "이(가) 없어요", Some("이")),
            ("회사", "이(가) 없어요", Some("가")),
            ("partner-1", "은(는)", Some("은")),
            ("partner-2", "은(는)", Some("는")),
            ("결제", "”을(를) 몰라요", Some("”를")),
            ("“결제팀”", "을(를)", Some("을")),
            ("서버(정)", "와(과)", Some("과")),
            ("회사", "와(과)", Some("와")),
            ("20", "(으)로", Some("으로")),
            ("18", "(으)로", Some("로")),
            ("서울", "(으)로", Some("로")),
            ("서울", "을(를)", Some("을")),
            ("부산", "(으)로", Some("으로")),
            // nobody knows how these are read, or what they will be
            ("api.example.com", "이(가)", None),
            ("$1", "은(는)", None),
            ("", "은(는)", None),
            ("결제", " 이(가)", None),
        ] {
            assert_eq!(after(value, rest).as_ref().map(|(said, _)| said.as_str()), said, "{value}{rest}");
        }
    }

    #[test]
    fn what_is_replaced_is_the_particle_with_the_marks_before_it() {
        let rest = "”이(가) 없어요";
        let (said, replaced) = after("회사", rest).expect("a particle");
        assert_eq!([said.as_str(), &rest[replaced..]].concat(), "”가 없어요");
    }
}
