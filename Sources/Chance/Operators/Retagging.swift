internal import Speech

/// The flag, or the id of the request, becomes another.
enum Retagging {
  static func deed(_ subject: MessageClass, _ variant: Int, salt: UInt64) -> any Deed {
    let digits = String(salt & 0xFFFF_FFFF | 0x1_0000_0000, radix: 16).dropFirst()
    let otherRequest = JSONValue.string("\(digits)-0000-4000-8000-000000000000")
    if subject == .metadata { return AlteringResults.of { $0.setting("request_id") { _ in otherRequest } } }
    switch variant % 3 {
    case 0: return AlteringResults.of { $0.setting("metadata", "request_id") { _ in otherRequest } }
    case 1: return AlteringResults.of { $0.setting("is_final") { .bool(!($0?.bool ?? false)) } }
    default:
      return AlteringResults.of { $0.setting("is_final") { _ in .bool(subject == .interim) }.setting("speech_final") { _ in .bool(true) } }
    }
  }
}
