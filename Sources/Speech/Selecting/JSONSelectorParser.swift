/// Reads the text of a `JSONSelector`, one character at a time.
struct JSONSelectorParser {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  init(_ text: String) { scalars = Array(text.unicodeScalars.prefix(JSONSelector.longest + 1)) }

  mutating func path() throws(JSONSelectorFault) -> [JSONSelector.Step] {
    guard take("$") else { throw fault("\"$\", the whole value") }
    var steps: [JSONSelector.Step] = []
    guard scalars.count <= JSONSelector.longest else {
      position = JSONSelector.longest
      throw fault("at most \(JSONSelector.longest) characters")
    }
    while position < scalars.count {
      if take(".") {
        steps.append(.member(try name()))
      } else if take("[") {
        steps.append(try bracket())
        guard take("]") else { throw fault("\"]\"") }
      } else {
        throw fault("\".\" or \"[\"")
      }
    }
    return steps
  }

  private mutating func name() throws(JSONSelectorFault) -> String {
    let start = position
    while let scalar = peek, Self.isOfName(scalar) { position += 1 }
    guard position > start else { throw fault("a name of letters, digits, _ and -; any other stands as ['name']") }
    return text(scalars[start..<position])
  }

  private mutating func bracket() throws(JSONSelectorFault) -> JSONSelector.Step {
    switch peek {
    case "*":
      position += 1
      return .every
    case "'", "\"": return .member(try quoted())
    case let scalar? where ("0"..."9").contains(scalar): return .element(try index())
    default: throw fault("a number from 0, * or a name in quotes")
    }
  }

  private mutating func index() throws(JSONSelectorFault) -> Int {
    let start = position
    while let scalar = peek, ("0"..."9").contains(scalar) { position += 1 }
    guard let index = Int(text(scalars[start..<position])), index <= 1_000_000 else {
      position = start
      throw fault("a number from 0 to 1000000")
    }
    return index
  }

  private mutating func quoted() throws(JSONSelectorFault) -> String {
    let quote = scalars[position]
    position += 1
    var name: [Unicode.Scalar] = []
    while let scalar = peek {
      position += 1
      if scalar == quote { return text(name[...]) }
      guard scalar == "\\" else {
        name.append(scalar)
        continue
      }
      guard let escaped = peek, escaped == quote || escaped == "\\" else { throw fault("the quote or \\ after \\") }
      position += 1
      name.append(escaped)
    }
    throw fault("the name's closing quote")
  }

  private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    position += 1
    return true
  }

  private func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private func fault(_ expected: String) -> JSONSelectorFault {
    let found = peek.map { "\"" + VisibleText.quote(String($0)) + "\"" } ?? "the end"
    return JSONSelectorFault(position: position + 1, found: found, expected: expected)
  }

  static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == "-" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
