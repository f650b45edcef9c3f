//! `KONG_PORT_MAPS`: which port of the outside leads to which port of Kong.

use std::ops::Range;

use super::flag::strip;
use crate::provenance::{Place, Placed};
use crate::settings::{EnvValue, KongVersion};

/// One mapping.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PortMap {
    /// The port that clients use; 1 to 65535.
    pub host: u16,
    /// The port that Kong listens on; 1 to 65535.
    pub kong: u16,
}

/// All mappings, in the order of the text; empty where the setting is not given.
///
/// The controller does not read them; Kong's router sees the host port as the destination port of a connection.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PortMaps {
    /// The mappings with their places.
    pub maps: Vec<Placed<PortMap>>,
}

/// Kong refuses an item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct PortMapError {
    /// Kong's message.
    pub(super) error: String,
    /// Bytes of the item in the value.
    pub(super) range: Range<usize>,
}

impl PortMaps {
    /// Reads the value as Kong does.
    ///
    /// # Errors
    /// Kong's message for the first item that is none.
    ///
    /// Source: Kong 3.9.3 kong/conf_loader/parse.lua:check_and_parse; spec/listens-and-helm.md, section 6
    pub(super) fn read(value: &EnvValue<'_>, version: KongVersion) -> Result<Self, PortMapError> {
        let text = value.text();
        let whole = strip(text, 0..text.len());
        let mut maps = Vec::new();
        let mut start = whole.start;
        let items = text.get(whole.clone()).filter(|text| !text.is_empty()).map(|text| text.split(','));
        for piece in items.into_iter().flatten() {
            let range = strip(text, start..start + piece.len());
            start += piece.len() + 1;
            let item = text.get(range.clone()).unwrap_or_default();
            if item.is_empty() && version.drops_empty_listen_entries() {
                continue;
            }
            let map = read_item(item).ok_or_else(|| PortMapError {
                error: format!("invalid port mapping (`port_maps`): {item}"),
                range: range.clone(),
            })?;
            maps.push(Placed::new(map, value.place(range)));
        }
        Ok(Self { maps })
    }

    /// The port that the router sees for a connection to this port of Kong, and what decided it.
    pub fn destination(&self, kong: u16) -> Placed<u16> {
        let mapped = self.maps.iter().rfind(|map| map.value.kong == kong);
        match mapped {
            Some(map) => map.map(|map| map.host),
            None => Placed::new(kong, Place::Rule("Kong: without port_maps the router sees the port of the listen")),
        }
    }
}

fn read_item(item: &str) -> Option<PortMap> {
    let (host, kong) = item.split_once(':')?;
    Some(PortMap { host: port(host)?, kong: port(kong)? })
}

/// A port in decimal digits, with white space around it.
fn port(text: &str) -> Option<u16> {
    let text = text.get(strip(text, 0..text.len()))?;
    text.parse().ok().filter(|port| *port > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(u16, u16)>, String> {
        let value = EnvValue::opaque(text, Place::Rule("test"));
        let maps = PortMaps::read(&value, KongVersion::default()).map_err(|error| error.error)?;
        Ok(maps.maps.iter().map(|map| (map.value.host, map.value.kong)).collect())
    }

    #[test]
    fn items_are_pairs_of_ports() {
        assert_eq!(read("80:8000, 443:8443"), Ok(vec![(80, 8000), (443, 8443)]));
        assert_eq!(read(""), Ok(Vec::new()));
        for wrong in ["80", "80:", "0:1", "80:70000", "a:b"] {
            assert_eq!(read(wrong), Err(format!("invalid port mapping (`port_maps`): {wrong}")));
        }
        assert_eq!(read("80:8000,"), Err("invalid port mapping (`port_maps`): ".to_owned()));
    }

    #[test]
    fn the_router_sees_the_port_of_the_host() {
        let value = EnvValue::opaque("80:8000, 5432:15432", Place::Rule("test"));
        let maps = PortMaps::read(&value, KongVersion::default()).unwrap();
        assert_eq!(maps.destination(15432).value, 5432);
        assert_eq!(maps.destination(9000).value, 9000);
    }
}
