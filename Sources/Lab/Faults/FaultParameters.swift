internal import Timeline

/// What one fault can be told, with the values that it was told.
package struct FaultParameters: Sendable, Equatable {
  package private(set) var all: [FaultParameter]

  package init(_ all: FaultParameter...) { self.all = all }

  package var isEmpty: Bool { all.isEmpty }
  package var names: [String] { all.map(\.name) }

  package subscript(name: String) -> FaultParameter? { all.first { $0.name == name } }

  /// A number's value; 0 where there is no such parameter, or it is a word.
  func number(_ name: String) -> Int { self[name].flatMap { Int($0.value) } ?? 0 }

  /// A number of milliseconds as a length of time.
  func time(_ name: String = "ms") -> Nanoseconds { .milliseconds(Double(number(name))) }

  func word(_ name: String) -> String { self[name]?.value ?? "" }

  /// - Returns: False where the value is not allowed, or there is no such parameter.
  mutating func set(_ name: String, to text: String) -> Bool {
    guard let index = all.firstIndex(where: { $0.name == name }) else { return false }
    return all[index].set(text)
  }
}
