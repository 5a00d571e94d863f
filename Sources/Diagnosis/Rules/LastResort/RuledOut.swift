internal import Speech
internal import Timeline

extension SessionFacts {
  /// What the recording does rule out, for a finding that has no cause to name.
  func ruledOut(seesServiceHop: Bool) -> String {
    var facts: [String] = ["the handshake succeeded"]
    if !client.audio.isEmpty { facts.append("\(decimal(sentSeconds ?? 0, 1)) s of audio were sent") }
    if stop != nil { facts.append("the stop message was sent") }
    if let service {
      facts.append("the relay reached the service")
      if !service.audioBytes.isEmpty { facts.append("\(service.audioBytes.count) bytes of audio arrived there") }
      if service.endOfAudio() != nil { facts.append("the end of the stream was signalled") }
    } else if seesServiceHop {
      facts.append("but no connection from the relay to the service was seen")
    }
    return "Ruled out so far: \(list(facts))."
  }

  /// What to run next.
  func next(seesServiceHop: Bool) -> [Alternative] {
    if !seesServiceHop {
      return [
        Alternative(rule: "service-never-dialled", separateBy: seeServiceHop("whether the relay dials at all")),
        Alternative(rule: "audio-undecodable", separateBy: seeServiceHop("what the service makes of the audio")),
      ]
    }
    return service == nil
      ? [
        Alternative(
          rule: "service-never-dialled",
          separateBy: "check that the relay's service URL really points at the address given to --service-listen")
      ]
      : [
        Alternative(rule: "audio-undecodable", separateBy: "play `wav-header` and `baseline`, and compare the bytes with `sttcheck frames`")
      ]
  }
}
