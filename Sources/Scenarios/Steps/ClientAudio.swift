/// What one of several clients streams.
package struct ClientAudio: Sendable, Equatable {
  package var source: AudioSource
  package var format: StreamFormat

  package init(_ source: AudioSource, format: StreamFormat = .profile) {
    self.source = source
    self.format = format
  }
}
