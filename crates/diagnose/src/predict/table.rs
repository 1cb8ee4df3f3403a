//! Variables that tables make of others: `map` and `geo` (`ngx_http_map_module`, `ngx_http_geo_module`).

use core::net::IpAddr;

use ipnet::IpNet;

use super::variables::Request;
use crate::nginx::item::Item;

impl Request<'_> {
    /// The value of a variable that a table makes; the outer `None` where none does. It is looked up once (`volatile` asks anew).
    pub(super) fn of_table(&self, blocks: &[Item], name: &str) -> Option<Option<String>> {
        let target = format!("${name}");
        let makes = |item: &&Item| {
            ["map", "geo", "split_clients"].contains(&item.name.as_str())
                && item.words.last() == Some(&target)
        };
        let table = blocks.iter().find(makes)?;
        let found = match table.name.as_str() {
            "map" => self.map(table),
            "geo" => self.geo(table),
            _ => None,
        };
        if !table.inside().iter().any(|row| row.name == "volatile") {
            self.put(name, found.clone());
        }
        Some(found)
    }

    /// The plain row, then the name with a star, then the first expression that fits, then `default`.
    fn map(&self, map: &Item) -> Option<String> {
        let value = self.expand(map.word(0))?;
        let rows = map.inside();
        let special = ["default", "hostnames", "volatile"];
        let row = |wanted: &dyn Fn(&Item) -> bool| {
            rows.iter().filter(|row| !special.contains(&row.name.as_str())).find(|row| wanted(row))
        };
        let plain =
            |row: &Item| row.name.strip_prefix('\\').unwrap_or(&row.name).eq_ignore_ascii_case(&value);
        if let Some(found) = row(&plain) {
            return self.expand(found.word(0));
        }
        if rows.iter().any(|row| row.name == "hostnames") {
            let weight = |row: &Item| hostname(&row.name.to_ascii_lowercase(), &value.to_ascii_lowercase());
            if let Some(found) = rows.iter().filter(|row| weight(row) > 0).max_by_key(|row| weight(row)) {
                return self.expand(found.word(0));
            }
        }
        // of nothing no expression is asked (`ngx_http_map_find`)
        for row in rows.iter().filter(|_| !value.is_empty()) {
            let Some(pattern) = row.name.strip_prefix('~') else { continue };
            let (pattern, caseless) =
                pattern.strip_prefix('*').map_or((pattern, false), |pattern| (pattern, true));
            if self.matches(pattern, caseless, &value)? {
                return self.expand(row.word(0));
            }
        }
        match rows.iter().rev().find(|row| row.name == "default") {
            Some(found) => self.expand(found.word(0)),
            None => Some(String::new()),
        }
    }

    /// The narrowest network that holds an address, then `default`.
    fn geo(&self, geo: &Item) -> Option<String> {
        let special = ["default", "ranges", "delete", "proxy", "proxy_recursive", "include", "volatile"];
        let rows = geo.inside();
        if rows.iter().any(|row| ["ranges", "delete", "proxy", "include"].contains(&row.name.as_str())) {
            return None;
        }
        let address = match geo.words.len() {
            1 => self.caller,
            // what is no address is one that no network holds
            _ => Some(self.expand(geo.word(0))?.parse().unwrap_or(IpAddr::from([255, 255, 255, 255]))),
        }?;
        let networks = rows.iter().filter(|row| !special.contains(&row.name.as_str()));
        let holding = networks.filter_map(|row| {
            let network = network(&row.name)?;
            network.contains(&address).then_some((network.prefix_len(), row))
        });
        match holding.max_by_key(|(length, _)| *length) {
            Some((_, row)) => Some(row.word(0).to_owned()),
            None => {
                Some(rows.iter().find(|row| row.name == "default").map_or("", |row| row.word(0)).to_owned())
            }
        }
    }
}

/// An address or a network as `geo`, `allow` and `deny` take it (`ngx_ptocidr`).
pub(super) fn network(text: &str) -> Option<IpNet> {
    match text.parse::<IpNet>() {
        Ok(network) => Some(network.trunc()),
        Err(_) => text.parse::<IpAddr>().ok().map(IpNet::from),
    }
}

/// How well a name with a star fits: `*.example.com` and `.example.com` before `www.example.*`; 0 where it does not.
fn hostname(written: &str, name: &str) -> usize {
    let below = |tail: &str| name.len() > tail.len() && name.ends_with(tail);
    if let Some(tail) = written.strip_prefix('*').filter(|tail| tail.starts_with('.')) {
        return if below(tail) { 1000 + tail.len() } else { 0 };
    }
    if written.starts_with('.') {
        return if below(written) || name == &written[1..] { 1000 + written.len() } else { 0 };
    }
    match written.strip_suffix('*').filter(|head| head.ends_with('.')) {
        Some(head) if name.len() > head.len() && name.starts_with(head) => head.len(),
        _ => 0,
    }
}
