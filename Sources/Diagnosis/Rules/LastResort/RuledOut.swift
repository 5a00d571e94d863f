internal import Audio
internal import Speech
internal import Timeline

extension SessionFacts {
  /// What the recording does rule out, for a finding that has no cause to name.
  func ruledOut(seesServiceHop: Bool) -> String {
    var facts: [String] = ["the handshake succeeded"]
    if !client.audio.isEmpty { facts.append("\(decimal(sentSeconds ?? 0, 1)) s of audio were sent") }
    if stop != nil { facts.append("the stop message was sent") }
    if let metadata, services.isEmpty {
      let duration = metadata.value.duration.map { ", and says that the service decoded \(decimal($0, 1)) s of audio" } ?? ""
      facts.append("Metadata came, so the relay reached the service and passes messages on\(duration)")
    }
    if let service {
      facts.append("the relay reached the service")
      if !service.audioBytes.isEmpty { facts.append("\(service.audioBytes.count) bytes of audio arrived there") }
      if service.endOfAudio != nil { facts.append("the end of the stream was signalled") }
    }
    let unseen = service == nil && seesServiceHop ? " No connection from the relay to the service was seen." : ""
    return "Ruled out so far: \(list(facts)).\(unseen)"
  }

  /// What it may be all the same, and what to run next: never a cause that this recording refutes.
  func next(_ run: RunFacts) -> [Alternative] {
    guard run.seesServiceHop else { return nextFromClientHop(run) }
    guard let service else {
      return [
        Alternative(
          rule: "service-never-dialled",
          separateBy: .look("check that the relay's service URL really points at the address given to --service-listen"))
      ]
    }
    let undecodable = Alternative(
      rule: "audio-undecodable",
      separateBy: .first(
        .play(scenario: "wav-header", tries: "the same audio behind a RIFF header"), or: .look("compare the bytes with `sttcheck frames`")))
    let declared = DeclaredAudio(service)
    guard declared.encoding == nil, declared.container == nil, !service.audioBytes.isEmpty, !declared.firstBytes.isContainer else {
      return [undecodable]
    }
    return [
      Alternative(
        rule: "format-undeclared",
        separateBy: .look("add `encoding`, `sample_rate` and `channels` to the relay's service URL (it declares none) and run again")),
      undecodable,
    ]
  }

  private func nextFromClientHop(_ run: RunFacts) -> [Alternative] {
    let unheard = Alternative(rule: "audio-undecodable", separateBy: seeServiceHop("what the service makes of the audio"))
    if run.some.hasWords {
      return [
        Alternative(rule: "close-stream-missing", separateBy: seeServiceHop("whether CloseStream follows the stop")),
        Alternative(rule: "results-dropped", separateBy: seeServiceHop("which results reached the relay")),
      ]
    }
    let container = Alternative(
      rule: "container-declared-for-raw-audio",
      separateBy: .play(scenario: "wav-header", tries: "if the same clip behind a RIFF header brings results, a container is declared"))
    let containers = run.headerMadeNoDifference ? [] : [container]
    guard let metadata else {
      let unended = Alternative(
        rule: "close-stream-missing",
        separateBy: .first(
          .play(scenario: "two-utterances", tries: "if its first sentence comes back, the end is not signalled"),
          or: seeServiceHop("whether CloseStream follows the stop")))
      // Without interim results one sentence brings nothing until its end is signalled; a pause between two ends the first by itself.
      return (run.some.streamedTwoUtterances ? [] : [unended]) + [
        Alternative(rule: "results-not-forwarded", separateBy: seeServiceHop("whether results reach the relay")),
        Alternative(rule: "service-never-dialled", separateBy: seeServiceHop("whether the relay dials at all")),
        Alternative(rule: "service-refusal-hidden", separateBy: seeServiceHop("the service's answer to the relay")), unheard,
      ] + containers
    }
    if metadata.value.sha256 == HashEvidence.ofNothing {
      return [Alternative(rule: "audio-not-forwarded", separateBy: seeServiceHop("whether audio arrives there"))]
    }
    guard metadata.value.duration == 0 else {
      return [Alternative(rule: "results-dropped", separateBy: seeServiceHop("which results reached the relay")), unheard]
    }
    return containers + [Alternative(rule: "format-undeclared", separateBy: seeServiceHop("what the relay declares")), unheard]
  }
}
