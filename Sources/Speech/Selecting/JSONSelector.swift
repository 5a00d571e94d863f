/// A path to values inside JSON: `$`, then any of `.name`, `['name']`, `[0]`, `[*]`; nothing more.
///
/// `$` alone is the whole value. `.name` takes letters, digits, `_` and `-`; any other name goes in brackets and quotes,
/// where `\` writes the quote and itself: `$['a.b']`, `$["it's"]`. `[0]` counts from 0. `[*]` is every element of an array.
/// What a path does not find is no error: it finds nothing.
package struct JSONSelector: Sendable, Hashable, CustomStringConvertible {
  /// One step down.
  package enum Step: Sendable, Hashable {
    /// The member of an object.
    case member(String)
    /// The element of an array, from 0.
    case element(Int)
    /// Every element of an array.
    case every
  }

  /// As it was written.
  package let text: String
  package let steps: [Step]

  /// Longer paths are a slip of the pen.
  package static let longest = 1_000

  package init(parsing text: String) throws(JSONSelectorFault) {
    var parser = JSONSelectorParser(text)
    steps = try parser.path()
    self.text = text
  }

  /// The path of one member.
  package init(member name: String) {
    steps = [.member(name)]
    let quoted = name.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
    let isPlain = !name.isEmpty && name.unicodeScalars.allSatisfy(JSONSelectorParser.isOfName)
    text = isPlain ? "$." + name : "$['" + quoted + "']"
  }

  package var description: String { text }

  /// Whether it can find more than one value.
  package var isMultiple: Bool { steps.contains(.every) }

  /// Everything that it finds, in the order of the JSON.
  package func values(in value: JSONValue) -> [JSONValue] {
    steps.reduce(into: [value]) { found, step in found = found.flatMap { Self.take(step, from: $0) } }
  }

  /// The first of what it finds; nil where it finds nothing.
  package func first(in value: JSONValue) -> JSONValue? { Self.first(steps[...], in: value) }

  private static func take(_ step: Step, from value: JSONValue) -> [JSONValue] {
    switch step {
    case .member(let name): value[name].map { [$0] } ?? []
    case .element(let index): value[index].map { [$0] } ?? []
    case .every: value.array ?? []
    }
  }

  private static func first(_ steps: ArraySlice<Step>, in value: JSONValue) -> JSONValue? {
    guard let step = steps.first else { return value }
    for inner in take(step, from: value) {
      if let found = first(steps.dropFirst(), in: inner) { return found }
    }
    return nil
  }
}
