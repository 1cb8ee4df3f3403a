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

    /// Medians with their spread; beside each the ratio to nginx, and the spread of that too: of rounds that stand side by side, since what
    /// else the machine does meets both alike, the middle half.
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
                    let ratios = reference.map(|nginx| ratios(rounds, nginx, column)).unwrap_or_default();
                    if *name != "nginx" && ratios.len() >= ENOUGH {
                        let (low, high) =
                            (ratios[ratios.len() / 4], ratios[ratios.len() - 1 - ratios.len() / 4]);
                        write!(out, " ({low:.2} to {high:.2})").expect("a String");
                    }
                }
                out.push_str(" |");
            }
            out.push('\n');
        }
        out
    }
}

/// Rounds of which the middle half says something.
const ENOUGH: usize = 5;

/// What one took in each round for what the other took in the same.
fn ratios(rounds: &[Vec<f64>], nginx: &[Vec<f64>], column: usize) -> Vec<f64> {
    let pairs = rounds.iter().zip(nginx).map(|(ours, theirs)| ours[column] / theirs[column]);
    let mut ratios: Vec<f64> = pairs.filter(|ratio| ratio.is_finite()).collect();
    ratios.sort_by(f64::total_cmp);
    ratios
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
    fn the_ratio_of_many_rounds_has_its_spread_round_by_round() {
        let mut table = Table::new(&["a"]);
        // the machine is busy in the second half, for both alike
        for (number, ratio) in [0.9, 1.0, 0.8, 1.1, 0.9, 5.0, 0.95, 0.85].into_iter().enumerate() {
            let nginx = if number < 4 { 10.0 } else { 40.0 };
            table.add("nginx", vec![nginx]);
            table.add("gateway", vec![nginx * ratio]);
        }
        let said = table.markdown();
        assert!(said.contains("| gateway |") && said.contains("x (0.90 to 1.00) |"), "{said}");
        assert!(said.contains("| nginx | 25.0 (10.0 to 40.0) 1.00x |"), "{said}");
    }

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
