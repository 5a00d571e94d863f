internal import Timeline

/// Every fault there is.
package enum FaultCatalogue {
  /// In the order of the catalogue of root causes; it is that of `lab faults`.
  package static let all: [any Fault] =
    gettingIn + declaring + carrying + pace + ending + outages + results + webSocket + lastResort

  private static let gettingIn: [any Fault] = [
    RelayUnreachable(),
    RelayUnreachableNetwork(),
    TLSFailed(),
    HandshakeRefused(),
    HandshakeRefusedAccept(),
    ServiceRefused(),
    ServiceRefusedToken(),
    ServiceRefusalHidden(),
    ServiceRefusalHiddenBare(),
    ServiceNeverDialled(),
    ServiceNeverDialledRefused(),
    ReadySignalWrong(),
  ]

  private static let declaring: [any Fault] = [
    ContainerDeclaredForRawAudio(),
    RawDeclaredForContainerAudio(),
    FormatUndeclared(),
    SampleRateMismatch(),
    ChannelCountMismatch(),
    EncodingMismatch(),
    EncodingMismatchClient(),
    ParametersNotForwarded(),
    AudioUndecodableClient(),
  ]

  private static let carrying: [any Fault] = [
    AudioNotForwarded(),
    AudioLostAtStart(),
    AudioLostAtEnd(),
    AudioLost(),
    AudioLostRandom(),
    AudioAltered(.swap, plain: true),
    AudioAltered(.offset),
    AudioAltered(.zeros),
    AudioAltered(.resampled),
    AudioReordered(),
    AudioDuplicated(),
    AudioSentAsText(),
    AudioSentAsBase64(),
    ControlSentAsAudio(),
    AudioHeldBack(),
    EmptyAudioFrame(),
    EmptyAudioFrameClient(),
    SplitSample(),
  ]

  private static let pace: [any Fault] = [
    PacingTooFast(),
    PacingTooFastRelay(),
    PacingTooSlow(),
    PacingTooSlowRelay(),
    PacingBursty(),
    PacingBurstyClient(),
    ChunkSizeUnsuitable(),
    ChunkSizeUnsuitableClient(),
    IdleTimeoutClient(),
    IdleCut(),
    KeepAliveMissing(),
  ]

  private static let ending: [any Fault] = [
    CloseStreamMissing(),
    CloseStreamMissingClient(),
    CloseStreamEarly(),
    CloseStreamLate(),
    StopNotUnderstood(),
    StopForwardedVerbatim(),
    ClosedBeforeFinal(),
    ServiceHopLeftOpen(),
    CloseNotRelayed(),
    CloseCodeLost(.normal),
    CloseCodeLost(.bare),
    CloseFrameMissing(),
    RelayCrashed(),
    RelayCrashedError(),
  ]

  private static let outages: [any Fault] = [
    ServiceHangUnnoticed(),
    AudioSwallowed(),
    FailureToldAsSuccess(),
    RedialStorm(),
    RedialedBadly(kind: .loses),
    RedialedBadly(kind: .repeats),
    RedialedBadly(kind: .unshifted),
    ServiceKeyLeaked(),
  ]

  private static let results: [any Fault] = [
    ResultsNotForwarded(),
    EarlyBreak(),
    EarlyBreakMute(),
    ResultsHeldBack(),
    ResultsDropped(.some),
    ResultsDropped(.finals),
    ResultsDropped(.interims),
    ResultsDuplicated(),
    ResultsReordered(),
    ResultsAltered(.text),
    ResultsAltered(.times),
    ResultsAlteredWords(),
    ResultsAlteredFlags(),
    ResultsUnparseable(),
    ResultsUnparseableConcatenated(),
    ResultsAsBinary(),
    ResultsCrossed(),
    InterimResultsMissing(),
    ResultsSlow(),
    ResultsSlowGrowing(),
    ResultsSlowService(),
    TranscriptWrong(),
  ]

  private static let webSocket: [any Fault] = [
    ProtocolViolation(.masked, plain: true),
    ProtocolViolation(.rsv),
    ProtocolViolation(.utf8),
    ProtocolViolation(.opcode),
    ProtocolViolation(.length),
    ProtocolViolation(.fragmentedControl),
    ProtocolViolation(.closeCode),
    PingUnanswered(),
    MessageTooBig(),
    Flooded(),
    BackpressureIgnored(),
  ]

  private static let lastResort: [any Fault] = [
    NoMessages(),
    NoFinal(), UnexplainedService(),
    UnexpectedCloseService(.service),
    UnexpectedCloseService(.error),
    UnexpectedCloseService(.net0001),
    UnexpectedCloseService(.net0000),
    UnexpectedCloseNetwork(),
    SlowStart(of: .relay),
    SlowStart(of: .service),
  ]
}
