/// What a session owes one of its parties, in the order of its life. Whatever is due and does not come, or comes otherwise, is an entry.
package enum Duty: Int, Sendable, Hashable, CaseIterable, Comparable {
  /// The client is let in.
  case letIn
  /// The relay has a connection to the service and uses it.
  case dialled
  /// The audio is declared as what it is.
  case declared
  /// The client's other parameters reach the service.
  case parameters
  /// Each byte of audio reaches the service, once, in order.
  case audio
  /// … in time, in chunks that it takes.
  case audioPace
  /// KeepAlive, Finalize, pings and pongs.
  case signals
  /// The end of the audio is told to the service, when the client has told it.
  case endOfStream
  /// The service hears what reached it, answers it in time, and counts it right.
  case heard
  /// What the service says holds together, whatever it heard: JSON in text frames, each thing once, in order, of one request.
  case agreement
  /// Each result reaches the client, once, in order, as it was.
  case results
  /// … in time.
  case resultsPace
  /// Messages are frames and JSON as they should be.
  case form
  /// Nobody leaves while something is due.
  case staying
  /// The client is told that the session is over.
  case closing
  /// … with the code and the reason that there are.
  case closeWords
  /// No connection is left behind.
  case leaving

  package static func < (a: Duty, b: Duty) -> Bool { a.rawValue < b.rawValue }

  /// The book that it stands in.
  package var book: Book {
    switch self {
    case .letIn, .dialled, .staying, .closing, .closeWords, .leaving: .life
    case .declared, .parameters: .declaration
    case .audio, .audioPace: .audio
    case .signals, .endOfStream: .control
    case .heard, .agreement: .promises
    case .results, .resultsPace, .form: .results
    }
  }

  /// What cannot be in order any more where this is not: what follows from it, from then on, and needs no cause of its own.
  var spoils: Set<Duty> {
    switch self {
    case .letIn: Set(Duty.allCases).subtracting([.letIn])
    case .dialled: Set(Duty.allCases).subtracting([.letIn, .dialled])
    // What is decoded wrongly is heard wrongly, and a length is counted in the declared format.
    case .declared: [.heard, .results, .resultsPace, .audioPace, .staying, .closeWords]
    case .parameters: [.heard]
    // A stream that is short, or none, makes the service wait and give up.
    case .audio: [.heard, .results, .signals, .staying]
    case .audioPace: [.heard, .resultsPace, .signals, .staying]
    case .signals: [.heard, .results, .staying, .closing, .closeWords, .audio, .leaving]
    case .endOfStream: [.heard, .results, .resultsPace, .signals, .staying, .closing, .closeWords, .leaving, .audio]
    case .heard, .agreement: [.results, .resultsPace, .staying, .closing]
    case .results: [.closing, .closeWords]
    case .resultsPace: []
    case .form: [.results, .staying, .closing, .closeWords]
    // Behind the end of a hop nothing is due on it.
    case .staying: [.audio, .endOfStream, .heard, .results, .signals, .closing, .closeWords, .leaving]
    case .closing: [.closeWords]
    case .closeWords, .leaving: []
    }
  }
}
