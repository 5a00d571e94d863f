internal import Digest
internal import Speech

/// A template read backwards: whether a message was made of it, and which audio it carries.
///
/// JSON is compared member by member: order, white space and members that the template does not have don't count, so that
/// what another client writes is understood too.
struct MessageForm: Sendable, Equatable {
  /// What stood in the place of the audio; nil inside where the template has no such place.
  struct Match: Equatable {
    var audio: [UInt8]?
  }

  private static let mark = "\u{1}"

  private let template: MessageTemplate
  /// What stands before the JSON: Socket.IO's `42`.
  private let head: [UInt8]
  /// The template filled twice, each time otherwise: what is the same in both must be so in a message.
  private let samples: (first: JSONValue, second: JSONValue)?

  init(_ template: MessageTemplate) {
    self.template = template
    let (first, second) = (Self.sample(template, "1"), Self.sample(template, "2"))
    head = Array(first.utf8.prefix { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "[") })
    if let first = try? JSONValue(parsing: Array(first.utf8.dropFirst(head.count))),
      let second = try? JSONValue(parsing: Array(second.utf8.dropFirst(head.count)))
    {
      samples = (first, second)
    } else {
      samples = nil
    }
  }

  static func == (one: MessageForm, other: MessageForm) -> Bool { one.template == other.template }

  /// - Parameter audio: Distinguishes the place of the audio from others; a control character, which JSON never has bare.
  private static func sample(_ template: MessageTemplate, _ digit: String) -> String {
    template.filled { $0 == .audio ? "\\u0001" : digit }
  }

  func match(_ bytes: [UInt8]) -> Match? {
    guard let samples else { return scanned(bytes) }
    guard bytes.starts(with: head), let value = try? JSONValue(parsing: Array(bytes.dropFirst(head.count))) else { return nil }
    var match = Match()
    return Self.matches(value, samples.first, samples.second, &match) ? match : nil
  }

  private static func matches(_ value: JSONValue, _ first: JSONValue, _ second: JSONValue, _ match: inout Match) -> Bool {
    switch (value, first, second) {
    case (.object(let members), .object(let wanted), .object(let other)):
      return wanted.allSatisfy { name, one in
        guard let value = members[name], let two = other[name] else { return false }
        return matches(value, one, two, &match)
      }
    case (.array(let items), .array(let wanted), .array(let other)):
      guard items.count == wanted.count else { return false }
      return zip(items, zip(wanted, other)).allSatisfy { matches($0, $1.0, $1.1, &match) }
    case (.string(let text), .string(let wanted), _) where wanted.contains(mark):
      let around = wanted.split(separator: mark, maxSplits: 1, omittingEmptySubsequences: false)
      guard around.count == 2, text.hasPrefix(around[0]), text.hasSuffix(around[1]), text.utf8.count >= wanted.utf8.count - 1,
        let audio = Base64.decode(text.dropFirst(around[0].count).dropLast(around[1].count))
      else { return false }
      match.audio = audio
      return true
    default:
      return first == second ? value == first : true
    }
  }

  /// A template that is no JSON: its literals, one after the other.
  private func scanned(_ bytes: [UInt8]) -> Match? {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    var match = Match()
    var rest = text[...]
    var open: MessageTemplate.Slot?
    func take(_ content: Substring) -> Bool {
      guard open == .audio else { return true }
      match.audio = Base64.decode(content)
      return match.audio != nil
    }
    for part in template.parts {
      switch part {
      case .slot(let slot): open = slot
      case .literal(let literal):
        if open == nil {
          guard rest.hasPrefix(literal) else { return nil }
          rest = rest.dropFirst(literal.count)
        } else {
          guard let place = rest.firstRange(of: literal), take(rest[..<place.lowerBound]) else { return nil }
          rest = rest[place.upperBound...]
          open = nil
        }
      }
    }
    if open != nil { return take(rest) ? match : nil }
    return rest.isEmpty ? match : nil
  }
}
