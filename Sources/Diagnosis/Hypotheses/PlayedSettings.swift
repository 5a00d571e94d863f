package import Timeline

/// The settings that the lab has played. Of any other nobody knows what a cause shows there, beyond what it shows somewhere.
package struct PlayedSettings: Sendable, Equatable {
  package private(set) var formats: Set<String> = []
  package private(set) var farthest: Nanoseconds = 0
  package private(set) var longestMessage: Nanoseconds = 0

  package init() {}

  package init(formats: Set<String>, farthest: Nanoseconds, longestMessage: Nanoseconds) {
    self.formats = formats
    self.farthest = farthest
    self.longestMessage = longestMessage
  }

  package mutating func add(_ setting: Setting) {
    formats.insert(setting.format)
    farthest = max(farthest, setting.roundTrip)
    longestMessage = max(longestMessage, setting.longestMessage)
  }

  package func contains(_ setting: Setting) -> Bool {
    formats.contains(setting.format) && setting.roundTrip <= farthest && setting.longestMessage <= longestMessage
  }
}
