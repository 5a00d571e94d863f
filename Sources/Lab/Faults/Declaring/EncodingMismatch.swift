internal import Audio
internal import Scenarios
internal import Timeline

/// An encoding copied from a telephone's example.
struct EncodingMismatch: Fault {
  let name = "encoding-mismatch"
  let rule = "encoding-mismatch"
  let party = Party.relay
  let clientView = ClientView.shared("empty or garbled results: as with a wrong rate, or altered audio")
  let effect: FaultEffect? = .misdeclared
  let summary = "the relay declares another encoding than its clients send (linear16 where it would be right)"
  private static let wrong: [AudioEncoding] = [
    .samples(.mulaw), .samples(.alaw), .samples(.linear32), .samples(.linear16), .compressed(.opus),
  ]
  var parameters = FaultParameters(FaultParameter("as", wrong[0].name, oneOf: wrong.map(\.name)))

  /// What goes in a container is declared by none.
  func exists(with profile: Profile) -> Bool { profile.container == nil }

  func adjust(_ relay: inout RelaySettings) {
    let wrong = parameters.word("as")
    let other = (wrong == AudioFormat.Encoding.linear16.rawValue ? AudioFormat.Encoding.mulaw : .linear16).rawValue
    relay.set("encoding", relay.query["encoding"] == wrong ? other : wrong)
  }
}
