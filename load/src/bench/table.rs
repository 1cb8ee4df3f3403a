//! Values of many rounds as a table of Markdown.

use std::fmt::Write as _;

/// The table of one measurement.
pub(super) struct Table {
    columns: &'static [&'static str],
    rows: Vec<(&'static str, Vec<Vec<f64>>)>,
}

impl Table {
    pub(super) fn new(columns: &'static [&'static str]) -> Table {
        Table { columns, rows: Vec::new() }
    }

    /// The values of one round.
    pub(super) fn add(&mut self, name: &'static str, values: Vec<f64>) {
        match self.rows.iter_mut().find(|(known, _)| *known == name) {
            Some((_, rounds)) => rounds.push(values),
            None => self.rows.push((name, vec![values])),
        }
    }

    /// Medians with their spread; beside each the ratio to nginx.
    pub(super) fn markdown(&self) -> String {
        let mut out =
            format!("| | {} |\n|---|{}\n", self.columns.join(" | "), "---|".repeat(self.columns.len()));
        let reference = self.rows.iter().find(|(name, _)| *name == "nginx").map(|(_, rounds)| rounds);
        for (name, rounds) in &self.rows {
            write!(out, "| {name} |").expect("a String");
            for column in 0..self.columns.len() {
                let values = sorted(rounds, column);
                let (middle, least, most) = (median(&values), values[0], values[values.len() - 1]);
                write!(out, " {} ({} to {})", short(middle), short(least), short(most)).expect("a String");
                if let Some(nginx) =
                    reference.map(|rounds| median(&sorted(rounds, column))).filter(|nginx| *nginx > 0.0)
                {
                    write!(out, " {:.2}x", middle / nginx).expect("a String");
                }
                out.push_str(" |");
            }
            out.push('\n');
        }
        out
    }
}

fn sorted(rounds: &[Vec<f64>], column: usize) -> Vec<f64> {
    let mut values: Vec<f64> = rounds.iter().map(|values| values[column]).collect();
    values.sort_by(f64::total_cmp);
    values
}

fn median(sorted: &[f64]) -> f64 {
    let half = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[half] } else { f64::midpoint(sorted[half - 1], sorted[half]) }
}

/// Three figures that mean something.
fn short(value: f64) -> String {
    match value {
        0.0 => "0".to_owned(),
        value if value < 10.0 => format!("{value:.2}"),
        value if value < 100.0 => format!("{value:.1}"),
        value => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn medians_have_their_spread_and_their_ratio() {
        let mut table = Table::new(&["a", "b"]);
        for (first, second) in [(3.0, 10.0), (1.0, 0.0), (2.0, 300.0)] {
            table.add("gateway", vec![first, second]);
            table.add("nginx", vec![2.0 * first, 0.0]);
        }
        assert_eq!(
            table.markdown(),
            "| | a | b |\n|---|---|---|\n| gateway | 2.00 (1.00 to 3.00) 0.50x | 10.0 (0 to 300) |\n\
             | nginx | 4.00 (2.00 to 6.00) 1.00x | 0 (0 to 0) |\n"
        );
    }
}
