package import Timeline

/// A fact with the event that shows it.
package struct Located<Value: Sendable>: Sendable {
  package var event: Int64
  package var at: Nanoseconds
  package var value: Value

  package init(_ value: Value, event: Int64, at: Nanoseconds) {
    self.value = value
    self.event = event
    self.at = at
  }

  init(_ value: Value, _ event: Event) {
    self.init(value, event: event.id, at: event.at)
  }
}
