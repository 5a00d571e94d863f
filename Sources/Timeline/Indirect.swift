/// A value behind a reference, for what is large and read far more often than written: whoever holds it copies one pointer, and not each of its members.
@propertyWrapper package struct Indirect<Value> {
  fileprivate final class Box {
    let value: Value

    init(_ value: Value) { self.value = value }
  }

  private var box: Box

  package init(wrappedValue: Value) { box = Box(wrappedValue) }

  package var wrappedValue: Value {
    get { box.value }
    set { box = Box(newValue) }
  }
}

extension Indirect.Box: Sendable where Value: Sendable {}
extension Indirect: Sendable where Value: Sendable {}
extension Indirect: Equatable where Value: Equatable {
  package static func == (left: Self, right: Self) -> Bool { left.wrappedValue == right.wrappedValue }
}
