internal import Speech

/// A Metadata message that tells of other audio than was heard.
enum AlteringMetadata {
  static func deed(_ variant: Int) -> any Deed {
    switch variant % 3 {
    case 0: AlteringResults.of { $0.setting("duration") { .number(($0?.number ?? 0) / 2) } }
    case 1: AlteringResults.of { $0.setting("sha256") { _ in .string(String(repeating: "0", count: 64)) } }
    default: AlteringResults.of { $0.setting("channels") { .number(($0?.number ?? 0) + 1) } }
    }
  }
}
