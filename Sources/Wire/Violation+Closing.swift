extension Violation {
  /// The code with which an endpoint that insists on the rules ends the connection (RFC 6455 §7.1.7, §7.4.1).
  package var closeCode: UInt16 {
    switch kind {
    case .textNotUTF8, .textEndsInsideCharacter, .closeReasonNotUTF8, .notInflatable: 1007
    case .payloadAboveMaximum: 1009
    default: 1002
    }
  }
}
