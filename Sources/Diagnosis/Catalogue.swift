/// Every rule, in the order in which ties are decided: what comes earlier in a session comes first.
package enum Catalogue {
  package static let rules: [any Rule] = [
    RelayUnreachable(), TLSFailed(), HandshakeRefused(), ServiceRefused(), ServiceRefusalHidden(), ServiceNeverDialled(),
    ReadySignalWrong(),
    ContainerDeclaredForRawAudio(), FormatUndeclared(), RawDeclaredForContainerAudio(), SampleRateMismatch(),
    ChannelCountMismatch(), EncodingMismatch(), ParametersNotForwarded(), AudioUndecodable(), AudioNotForwarded(),
    AudioLostAtStart(), AudioLostAtEnd(), AudioLost(), AudioAltered(), AudioReordered(), AudioDuplicated(),
    AudioSentAsText(), ControlSentAsAudio(), AudioHeldBack(), EmptyAudioFrame(), SplitSample(),
    PacingTooFast(), IdleTimeout(), PacingTooSlow(), PacingBursty(), ChunkSizeUnsuitable(), KeepaliveMissing(),
    EarlyBreak(), ResultsNotForwarded(), ResultsCrossed(), ResultsHeldBack(), ResultsDropped(), ResultsDuplicated(), ResultsReordered(),
    ResultsAltered(), ResultsUnparseable(), MessageShapeUnknown(), ResultsAsBinary(), InterimResultsMissing(), ResultsSlow(),
    TranscriptWrong(),
    RelayCrashed(), StopForwardedVerbatim(), StopNotUnderstood(), CloseStreamMissing(), CloseStreamEarly(), CloseStreamLate(),
    ClosedBeforeFinal(),
    CloseNotRelayed(), CloseCodeLost(), CloseFrameMissing(), ServiceHopLeftOpen(),
    ProtocolViolation(), PingUnanswered(), MessageTooBig(), BackpressureIgnored(),
    NoMessages(), NoFinal(), UnexpectedClose(), SlowStart(),
  ]

  package static func rule(_ id: String) -> (any Rule)? { rules.first { $0.id == id } }

  static func order(_ id: String) -> Int { rules.firstIndex { $0.id == id } ?? rules.count }
}
