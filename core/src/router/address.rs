//! Addresses and networks.

use std::net::IpAddr;

/// A network: an address and the number of its leading bits that count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cidr {
    /// The address; host bits may be set.
    pub address: IpAddr,
    /// 0 to 32 for IPv4, to 128 for IPv6.
    pub length: u8,
}

impl Cidr {
    /// `10.0.0.0/8`; host bits are allowed. `None` where it is no network.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/')?;
        let cidr = Self { address: address.parse().ok()?, length: length.parse().ok()? };
        (cidr.length <= cidr.bits()).then_some(cidr)
    }

    const fn bits(&self) -> u8 {
        match self.address {
            IpAddr::V4(_) => 32,
            IpAddr::V6(_) => 128,
        }
    }

    /// The address as a number and the mask of the network, both in the low bits.
    fn parts(&self) -> (u128, u128) {
        let number = number(self.address);
        let host = u32::from(self.bits().saturating_sub(self.length));
        (number, u128::MAX.checked_shl(host).unwrap_or(0))
    }

    /// Bits behind the length are set.
    pub fn has_host_bits(&self) -> bool {
        let (address, mask) = self.parts();
        address & !mask != 0
    }

    /// Whether an address of the same kind is in the network.
    pub fn contains(&self, address: IpAddr) -> bool {
        let (network, mask) = self.parts();
        address.is_ipv4() == self.address.is_ipv4() && number(address) & mask == network & mask
    }
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u32::from(address).into(),
        IpAddr::V6(address) => address.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::Cidr;

    #[test]
    fn networks_contain_addresses_of_their_kind() {
        let contains = |network: &str, address: &str| Cidr::parse(network).unwrap().contains(address.parse().unwrap());
        assert!(contains("10.0.0.0/8", "10.255.0.1"));
        assert!(!contains("10.0.0.0/8", "11.0.0.1"));
        assert!(contains("10.1.2.3/8", "10.9.9.9"), "host bits do not matter");
        assert!(contains("0.0.0.0/0", "1.2.3.4"));
        assert!(!contains("0.0.0.0/0", "::1"));
        assert!(contains("2001:db8::/32", "2001:db8:1::1"));
        assert!(contains("::/0", "::1"));
        assert!(Cidr::parse("10.0.0.1/8").unwrap().has_host_bits());
        assert!(!Cidr::parse("10.0.0.1/32").unwrap().has_host_bits());
        assert!(Cidr::parse("10.0.0.0/33").is_none());
    }
}
