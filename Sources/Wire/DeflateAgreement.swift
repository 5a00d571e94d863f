/// What the two ends of a connection agreed on about permessage-deflate (RFC 7692 §7.1).
package struct DeflateAgreement: Sendable, Hashable {
  /// Whether each side's messages may look back at its earlier ones.
  package var clientKeepsContext = true
  package var serverKeepsContext = true
  /// How far back each side's compressor may look, as a power of two from 8 to 15.
  package var clientWindowBits = Inflater.largestWindow
  package var serverWindowBits = Inflater.largestWindow

  package init() {}

  /// - Parameter answer: Of the server's 101.
  package init(_ answer: DeflateParameters) {
    clientKeepsContext = !answer.clientNoContextTakeover
    serverKeepsContext = !answer.serverNoContextTakeover
    serverWindowBits = answer.serverMaxWindowBits ?? Inflater.largestWindow
    if case .bits(let bits)? = answer.clientMaxWindowBits { clientWindowBits = bits }
  }

  func keepsContext(_ sender: Role) -> Bool { sender == .client ? clientKeepsContext : serverKeepsContext }
  func windowBits(_ sender: Role) -> Int { sender == .client ? clientWindowBits : serverWindowBits }

  /// The compressor of one side.
  package func deflater(of sender: Role) -> MessageDeflater {
    MessageDeflater(keepsContext: keepsContext(sender), windowBits: windowBits(sender))
  }
}
