package import Timeline

/// One thing that a session was seen to do, in a word: what is compared between two runs.
package struct Trait: Sendable, Equatable {
  /// The part of the protocol that it belongs to, in the order in which a diff lists them.
  package enum Subject: String, Sendable, CaseIterable {
    case verdict, handshake, parameters, audio, messages, close, transcript

    /// `parameter`-like headings are the subject's own word.
    package var title: String { rawValue }
  }

  package var subject: Subject
  /// Nil where it concerns the session as a whole.
  package var hop: Hop?
  package var name: String
  package var value: String
  /// How bad this value is, 0 being good; nil where none is better than another.
  package var badness: Int?

  init(_ subject: Subject, hop: Hop? = nil, _ name: String, _ value: String, badness: Int? = nil) {
    self.subject = subject
    self.hop = hop
    self.name = name
    self.value = value
    self.badness = badness
  }

  /// What tells one trait from another, whatever its value.
  struct Key: Hashable {
    var subject: Subject
    var hop: Hop?
    var name: String
  }

  var key: Key { Key(subject: subject, hop: hop, name: name) }
}
