internal import Speech
internal import Wire

/// Results that say something else: words, times, the channel.
enum AlteringResults {
  static func deed(_ variant: Int) -> any Deed {
    switch variant % 4 {
    case 0: of { $0.setting("channel", "alternatives", "transcript") { .string(reversed($0?.string ?? "")) } }
    case 1: of { $0.setting("start") { .number(($0?.number ?? 0) + 2.5) } }
    case 2: of { $0.setting("channel", "alternatives", "transcript") { .string(withoutLastWord($0?.string ?? "")) } }
    default: of { $0.setting("channel_index") { _ in [1, 2] } }
    }
  }

  static func of(_ change: @escaping @Sendable (JSONValue) -> JSONValue) -> any Deed {
    Replacing.by { message, _ in JSONEdit.changed(message, change) }
  }

  private static func reversed(_ text: String) -> String { text.split(separator: " ").reversed().joined(separator: " ") }

  private static func withoutLastWord(_ text: String) -> String { text.split(separator: " ").dropLast().joined(separator: " ") }
}
