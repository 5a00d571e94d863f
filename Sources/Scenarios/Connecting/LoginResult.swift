internal import Speech

extension Login {
  /// The result in an answer's body, or why there is none, in words that hold nothing of the body but its members' names.
  package func result(in body: [UInt8]) throws(LoginFault) -> String {
    let text: String
    if let select {
      let value: JSONValue
      do { value = try JSONValue(parsing: body) } catch {
        throw LoginFault(problem: "the answer is not JSON: \(error.expected) was expected at byte \(error.offset)")
      }
      guard let found = select.first(in: value) else {
        let names = (value.object ?? [:]).keys.sorted().prefix(8).map { VisibleText.quote($0, limit: 40) }
        let has =
          names.isEmpty
          ? "it is \(value.kindName == "array" || value.kindName == "object" ? "an empty" : "a") \(value.kindName)"
          : "its members are \(names.joined(separator: ", "))"
        throw LoginFault(problem: "nothing stands at \(select) in the answer; \(has)")
      }
      switch found {
      case .string(let string): text = string
      case .number: text = found.serialized()
      default:
        throw LoginFault(
          problem: "what stands at \(select) in the answer is \(found.isNull ? "null" : "no text but a JSON \(found.kindName)")")
      }
    } else {
      guard let whole = String(validating: body, as: UTF8.self) else { throw LoginFault(problem: "the answer is not UTF-8 text") }
      text = whole
    }
    let trimmed = text.trimmed
    guard !trimmed.isEmpty else {
      throw LoginFault(problem: select.map { "what stands at \($0) in the answer is empty" } ?? "the answer is empty")
    }
    guard trimmed.utf8.count <= 16 << 10, trimmed.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw LoginFault(
        problem: "the result is longer than 16 kB, or has line breaks or control characters in it",
        advice: select == nil ? "say where it stands: select: $.token" : nil)
    }
    return trimmed
  }
}

/// Why a login gave nothing.
package struct LoginFault: Error, Sendable, Equatable {
  package var problem: String
  package var advice: String?

  package init(problem: String, advice: String? = nil) {
    self.problem = problem
    self.advice = advice
  }
}

extension String {
  /// Without white space at both ends.
  fileprivate var trimmed: String {
    var view = self[...]
    while view.first?.isWhitespace == true { view.removeFirst() }
    while view.last?.isWhitespace == true { view.removeLast() }
    return String(view)
  }
}
