internal import NIOCore

/// Which part of the Internet Protocol's address space an address lies in.
enum AddressClass: String, Hashable, Sendable {
  /// Reachable from everywhere.
  case `public`
  /// This machine.
  case loopback
  /// A network of its own, such as `10.0.0.0/8`.
  case `private`
  /// The link alone; on many a rented machine the service that hands out its credentials.
  case linkLocal
  /// No address of one host: unspecified, multicast, reserved.
  case special

  /// - Parameter address: one of another kind than IPv4 and IPv6 is `special`.
  init(_ address: SocketAddress) {
    // In front of the address are the family, the port and, of IPv6, the flow: 2, 2 and 4 bytes.
    let bytes = address.withSockAddr { Array(UnsafeRawBufferPointer(start: $0, count: $1)) }
    switch address {
    case .v4 where bytes.count >= 8:
      self.init(v4: bytes[4..<8].reduce(0) { $0 << 8 | UInt32($1) })
    case .v6 where bytes.count >= 24: self.init(v6: Array(bytes[8..<24]))
    default: self = .special
    }
  }

  /// Returns the class of an address written as such, without brackets; null for a name.
  init?(literal text: String) {
    guard let address = try? SocketAddress(ipAddress: text, port: 0) else { return nil }
    self.init(address)
  }

  /// IANA's registry of special-purpose addresses for IPv4 (RFC 6890).
  init(v4 address: UInt32) {
    func lies(in block: UInt32, _ bits: UInt32) -> Bool {
      address >> (32 - bits) == block >> (32 - bits)
    }
    self =
      if lies(in: 0x7F00_0000, 8) {
        .loopback
      } else if lies(in: 0xA9FE_0000, 16) {
        .linkLocal
      } else if lies(in: 0x0A00_0000, 8) || lies(in: 0xAC10_0000, 12)
        || lies(in: 0xC0A8_0000, 16) || lies(in: 0x6440_0000, 10) || lies(in: 0xC612_0000, 15)
      {
        .private
      } else if lies(in: 0, 8) || lies(in: 0xC000_0000, 24) || lies(in: 0xE000_0000, 3) {
        .special
      } else {
        .public
      }
  }

  /// IANA's registry for IPv6 (RFC 6890); an IPv4 address within one counts as itself.
  init(v6 bytes: [UInt8]) {
    func tail(_ offset: Int) -> UInt32 {
      bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
    self =
      if bytes[..<15].allSatisfy({ $0 == 0 }), bytes[15] < 2 {
        bytes[15] == 1 ? .loopback : .special
      } else if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10...11] == [0xFF, 0xFF] {
        AddressClass(v4: tail(12))
      } else if bytes[..<12].allSatisfy({ $0 == 0 })
        || bytes[..<12] == [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]
      {
        AddressClass(v4: tail(12))
      } else if bytes[..<2] == [0x20, 0x02] {
        AddressClass(v4: tail(2))
      } else if bytes[0] == 0xFE, bytes[1] & 0xC0 == 0x80 {
        .linkLocal
      } else if bytes[0] & 0xFE == 0xFC || bytes[0] == 0xFE && bytes[1] & 0xC0 == 0xC0 {
        .private
      } else {
        bytes[0] & 0xE0 == 0x20 && bytes[..<4] != [0x20, 0x01, 0, 0] ? .public : .special
      }
  }
}
