/// Every rule, in the order in which ties are decided: what comes earlier in a session comes first.
package enum Catalogue {
  package static let rules: [any Rule] = [
    RelayUnreachable(), TLSFailed(), HandshakeRefused(), ServiceRefused(), ServiceRefusalHidden(), ServiceNeverDialled(),
    ReadySignalWrong(),
    ContainerDeclaredForRawAudio(), FormatUndeclared(), RawDeclaredForContainerAudio(), SampleRateMismatch(),
    ChannelCountMismatch(), EncodingMismatch(), ParametersNotForwarded(), AudioUndecodable(),
    AudioSentAsText(), ControlSentAsAudio(), SplitSample(), AudioHeldBack(), AudioNotForwarded(),
    AudioLostAtStart(), AudioLostAtEnd(), AudioLost(), AudioAltered(), AudioReordered(), AudioDuplicated(), EmptyAudioFrame(),
    PacingTooFast(), IdleTimeout(), IdleCut(), PacingTooSlow(), ChunkSizeUnsuitable(), SlowStart(), PacingBursty(), KeepaliveMissing(),
    Flooded(), ProtocolViolation(), MessageTooBig(), BackpressureIgnored(), RelayCrashed(), EarlyBreak(), ResultsNotForwarded(),
    ResultsCrossed(),
    ResultsHeldBack(), ResultsDropped(), ResultsDuplicated(), ResultsReordered(),
    ResultsAltered(), ResultsUnparseable(), MessageShapeUnknown(), ResultsAsBinary(), InterimResultsMissing(), ResultsSlow(),
    TranscriptWrong(),
    StopForwardedVerbatim(), CloseStreamEarly(), StopNotUnderstood(), CloseStreamMissing(), CloseStreamLate(),
    ClosedBeforeFinal(),
    CloseNotRelayed(), ServiceHangUnnoticed(), AudioSwallowed(), FailureToldAsSuccess(), RedialStorm(), ServiceKeyLeaked(),
    CloseFrameMissing(), CloseCodeLost(), ServiceHopLeftOpen(), PingUnanswered(),
    NoMessages(), NoFinal(), UnexpectedClose(), Unexplained(),
  ]

  package static var ids: [String] { rules.map(\.id) }

  package static func rule(_ id: String) -> (any Rule)? { rules.first { $0.id == id } }

  static func order(_ id: String) -> Int { rules.firstIndex { $0.id == id } ?? rules.count }
}
