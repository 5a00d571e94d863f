package import Timeline

/// The outcome of a run, or of a session.
package enum Verdict: String, Sendable, Codable, CaseIterable {
  case healthy, faulty, inconclusive, unreachable
}

/// Everything the diagnosis says of a recording. With it, a report gets the recording and the facts that were read of it: `Diagnosed`.
package struct DiagnosisResult: Sendable, Equatable {
  package var verdict: Verdict
  /// `symptom, root cause` where there is one; else one plain sentence.
  package var headline: String
  /// Errors first, then warnings; within them by certainty.
  package var rootCauses: [RootCause]
  package var notices: [Finding]
  /// What scenarios broke on purpose.
  package var provoked: [Finding]
  package var sessions: [SessionResult]
  /// The five questions, always five, always in the same order.
  package var checklist: [ChecklistItem]
  package var measurement: Measurement
  /// Rules that could not tell, with the reason.
  package var undecided: [Undecided]
  /// How often things went wrong, where scenarios were played more than once; nil where none was.
  package var repetitions: Repetitions?
  /// Why client and relay did not come to talk: the run says nothing of the relay then. Nil where they did.
  package var noConversation: NoConversation?
  /// How the relay took each misbehaviour of the service; empty where the service behaved.
  package var resilience: [ResilienceRow]

  package enum NoConversation: Sendable, Equatable {
    /// The relay speaks this one, and the client does not.
    case foreignDialect(String)
    /// The client could not listen where the profile says that results come.
    case unheard
    /// The relay dials a service of the vendor's that is not played here.
    case unplayed
    /// The relay sends recordings over HTTP, and nothing live.
    case sentWhole
    /// The relay did not open the conversation as the client's dialect has it.
    case unopened
    /// The relay asks for another service than the one that is played here.
    case otherService
    /// Words came back, and no connection to the service that could have heard them.
    case unseenService
  }

  package init(
    verdict: Verdict, headline: String, rootCauses: [RootCause], notices: [Finding], provoked: [Finding],
    sessions: [SessionResult], checklist: [ChecklistItem], measurement: Measurement, undecided: [Undecided],
    repetitions: Repetitions? = nil, noConversation: NoConversation? = nil, resilience: [ResilienceRow] = []
  ) {
    self.resilience = resilience
    self.noConversation = noConversation
    self.verdict = verdict
    self.headline = headline
    self.rootCauses = rootCauses
    self.notices = notices
    self.provoked = provoked
    self.sessions = sessions
    self.checklist = checklist
    self.measurement = measurement
    self.undecided = undecided
    self.repetitions = repetitions
  }
}

/// A rule that said `inconclusive`.
package struct Undecided: Sendable, Equatable {
  package var rule: String
  package var session: Int?
  package var reason: String

  package init(rule: String, session: Int?, reason: String) {
    self.rule = rule
    self.session = session
    self.reason = reason
  }
}

/// One of the five questions.
package struct ChecklistItem: Sendable, Equatable {
  package enum Answer: String, Sendable, Codable {
    case yes, no, unknown
  }

  package enum Question: String, Sendable, Codable, CaseIterable {
    case audioDeclared = "Is the audio declared as it is sent?"
    case resultsComeBack = "Do results come back?"
    case resultsContinue = "Do they keep coming after the first final?"
    case endSignalled = "Was the end of the stream signalled and drained?"
    case paceRealTime = "Was the pace real time?"
  }

  package var question: Question
  package var answer: Answer
  package var reason: String

  package init(_ question: Question, _ answer: Answer, _ reason: String) {
    self.question = question
    self.answer = answer
    self.reason = reason
  }
}

/// How well the run was measured.
package struct Measurement: Sendable, Equatable {
  package var trustworthy: Bool
  /// Why not, where it is not.
  package var reasons: [String]
  /// Lateness of paced sends against their deadlines; nil where nothing was paced.
  package var pacingError: Percentiles?

  package init(trustworthy: Bool, reasons: [String], pacingError: Percentiles?) {
    self.trustworthy = trustworthy
    self.reasons = reasons
    self.pacingError = pacingError
  }
}

/// Percentiles of a set of times, with how many there were.
package struct Percentiles: Sendable, Equatable {
  package var count: Int
  package var p50: Nanoseconds
  package var p99: Nanoseconds
  package var max: Nanoseconds

  package init(count: Int, p50: Nanoseconds, p99: Nanoseconds, max: Nanoseconds) {
    self.count = count
    self.p50 = p50
    self.p99 = p99
    self.max = max
  }

  /// Of some values; nil where there are none. Nearest rank.
  package init?(_ values: [Nanoseconds]) {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    func rank(_ p: Double) -> Nanoseconds {
      sorted[Swift.min(sorted.count - 1, Swift.max(0, Int((p * Double(sorted.count)).rounded(.up)) - 1))]
    }
    self.init(count: sorted.count, p50: rank(0.5), p99: rank(0.99), max: sorted[sorted.count - 1])
  }
}

/// One session's figures and verdict. Nil is "not known", never 0.
package struct SessionResult: Sendable, Equatable {
  package var info: SessionInfo
  package var verdict: Verdict
  /// Binary frames sent as audio, and their length as audio in the format the client sends.
  package var sentFrames: Int
  package var sentSeconds: Double?
  /// Complete data messages that came back, Metadata among them.
  package var messages: Int
  package var results: Int
  package var finals: Int
  package var metadata: Bool
  /// The message shape that was recognised: `deepgram`, `type-text` …; nil where nothing came.
  package var shape: String?
  /// How sure that is: `certain`, `likely` or `guess`.
  package var shapeConfidence: String?
  package var transcript: String?
  package var wer: Double?
  package var firstResult: Nanoseconds?
  package var firstFinal: Nanoseconds?
  /// X − Y as Deepgram defines it, over interims.
  package var interimLatency: Percentiles?
  /// Pace, latency and words in figures; nil where the session was not played.
  package var figures: SymptomFigures?
  package var close: CloseResult?
  package var checks: [CheckResult]
  /// The first messages each hop carried towards the client, as text, at most three.
  package var firstMessages: [Hop: [MessageQuote]]
  /// What went in and came out; nil where the session was not played.
  package var account: Account?

  package init(
    info: SessionInfo, verdict: Verdict, sentFrames: Int = 0, sentSeconds: Double? = nil, messages: Int = 0,
    results: Int = 0, finals: Int = 0, metadata: Bool = false, shape: String? = nil, shapeConfidence: String? = nil,
    transcript: String? = nil,
    wer: Double? = nil, firstResult: Nanoseconds? = nil, firstFinal: Nanoseconds? = nil,
    interimLatency: Percentiles? = nil, figures: SymptomFigures? = nil, close: CloseResult? = nil, checks: [CheckResult] = [],
    firstMessages: [Hop: [MessageQuote]] = [:]
  ) {
    self.info = info
    self.verdict = verdict
    self.sentFrames = sentFrames
    self.sentSeconds = sentSeconds
    self.messages = messages
    self.results = results
    self.finals = finals
    self.metadata = metadata
    self.shape = shape
    self.shapeConfidence = shapeConfidence
    self.transcript = transcript
    self.wer = wer
    self.firstResult = firstResult
    self.firstFinal = firstFinal
    self.interimLatency = interimLatency
    self.figures = figures
    self.close = close
    self.checks = checks
    self.firstMessages = firstMessages
  }
}

/// How the client's connection ended.
package struct CloseResult: Sendable, Equatable {
  /// nil: no Close frame came, or one without a code.
  package var code: UInt16?
  package var reason: String?
  package var by: Party?
  /// False where TCP ended without a Close frame.
  package var frame: Bool

  package init(code: UInt16?, reason: String?, by: Party?, frame: Bool) {
    self.code = code
    self.reason = reason
    self.by = by
    self.frame = frame
  }
}

/// A message's first characters, where and when it was seen.
package struct MessageQuote: Sendable, Equatable {
  package var event: Int64
  package var at: Nanoseconds
  /// At most 200 characters, control characters made visible, `…` where it was cut.
  package var text: String

  package init(event: Int64, at: Nanoseconds, text: String) {
    self.event = event
    self.at = at
    self.text = text
  }
}

/// One expectation of the scenario, checked.
package struct CheckResult: Sendable, Equatable {
  package enum Status: String, Sendable, Codable {
    case passed, failed, skipped
  }

  package var name: String
  package var status: Status
  /// Expected and found, in words.
  package var detail: String
  /// The rule that explains a failure, if one does.
  package var explainedBy: String?

  package init(name: String, status: Status, detail: String, explainedBy: String? = nil) {
    self.name = name
    self.status = status
    self.detail = detail
    self.explainedBy = explainedBy
  }
}
