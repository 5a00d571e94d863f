/// The memory in which libopus keeps an encoder or a decoder.
///
/// It is flat and may be copied (libopus: "the state can be copied"), so what holds it is a value like any other.
struct OpusState: Sendable {
  private var words: [UInt64]

  init(bytes: Int32) { words = [UInt64](repeating: 0, count: max(1, (Int(bytes) + 7) / 8)) }

  mutating func use<Result>(_ body: (OpaquePointer) -> Result) -> Result {
    words.withUnsafeMutableBytes { bytes in
      guard let address = bytes.baseAddress else { preconditionFailure("an array with elements has an address") }
      return body(OpaquePointer(address))
    }
  }
}
