//! As much of IPv4 and TCP as the wire has to know.

/// Which way a packet goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    ToServer,
    ToPage,
}

/// A TCP connection: there is one address on each side at a time, and no two connections have both ports in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Flow {
    /// The page's address, and its port.
    pub(crate) page: ([u8; 4], u16),
    /// The server's port.
    pub(crate) port: u16,
}

/// A TCP packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Packet {
    pub(crate) flow: Flow,
    /// Whether it has any.
    pub(crate) content: bool,
    /// Whether it begins the connection.
    pub(crate) begins: bool,
    /// Whether it ends the connection: in one direction, or both.
    pub(crate) ends: bool,
}

impl Packet {
    /// Reads a packet; anything else than TCP over IPv4 is none.
    pub(crate) fn read(way: Way, bytes: &[u8]) -> Option<Self> {
        const TCP: u8 = 6;
        const FIN: u8 = 0b001;
        const SYN: u8 = 0b010;
        const RST: u8 = 0b100;

        let first = *bytes.first()?;
        if first >> 4 != 4 || *bytes.get(9)? != TCP {
            return None;
        }
        let header = usize::from(first & 15) * 4;
        let total = usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?));
        let tcp = bytes.get(header..)?;
        let port = |at: usize| Some(u16::from_be_bytes(tcp.get(at..at + 2)?.try_into().ok()?));
        let address = |at: usize| bytes.get(at..at + 4)?.try_into().ok();
        let (source, target) = ((address(12)?, port(0)?), (address(16)?, port(2)?));
        let flow = match way {
            Way::ToServer => Flow { page: source, port: target.1 },
            Way::ToPage => Flow { page: target, port: source.1 },
        };
        let content = total > header + usize::from(tcp.get(12)? >> 4) * 4;
        let has = |flags: u8| tcp.get(13).map(|own| own & flags != 0);
        Some(Self { flow, content, begins: has(SYN)?, ends: has(FIN | RST)? })
    }
}

#[cfg(test)]
mod tests {
    use super::{Flow, Packet, Way};

    /// From 10.0.0.2:1000 to 10.0.0.1:80.
    fn packet(content: &[u8], flags: u8) -> Vec<u8> {
        let total = u8::try_from(40 + content.len()).unwrap();
        let mut packet = vec![0x45, 0, 0, total, 0, 0, 0, 0, 64, 6, 0, 0, 10, 0, 0, 2, 10, 0, 0, 1];
        packet.extend([0x03, 0xe8, 0, 80, 0, 0, 0, 0, 0, 0, 0, 0, 0x50, flags, 0, 0, 0, 0, 0, 0]);
        packet.extend(content);
        packet
    }

    #[test]
    fn both_directions_are_one_flow() {
        let flow = Flow { page: ([10, 0, 0, 2], 1000), port: 80 };
        let read = Packet::read(Way::ToServer, &packet(b"", 16)).unwrap();
        assert_eq!(read, Packet { flow, content: false, begins: false, ends: false });
        let back = Packet::read(Way::ToPage, &packet(b"x", 4)).unwrap();
        assert_eq!(back.flow, Flow { page: ([10, 0, 0, 1], 80), port: 1000 });
        assert!(back.content && back.ends);
    }

    #[test]
    fn what_is_cut_off_or_something_else_is_none() {
        let whole = packet(b"", 16);
        assert!((0..whole.len() - 7).all(|end| Packet::read(Way::ToPage, &whole[..end]).is_none()));
        let mut datagram = whole;
        datagram[9] = 17;
        assert_eq!(Packet::read(Way::ToPage, &datagram), None);
    }
}
