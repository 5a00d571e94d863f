internal import Audio
internal import Speech
internal import Timeline

/// Audio that the client sent and the service did not get, as far as the client hop alone tells.
enum Loss: Equatable {
  /// Seconds missing, and what they leave out.
  case start(Double)
  case middle(Double)
  case end(Double)

  /// True where the service's hash is that of the audio without just this part: no guess any more.
  static func isHashed(_ session: SessionFacts) -> Bool {
    switch session.hash {
    case .withoutStart, .withoutEnd, .withoutMiddle: true
    default: false
    }
  }

  /// Nil where nothing speaks for a loss, or something else explains the length.
  /// - Parameter declared: The rate that the relay seems to have declared.
  init?(_ session: SessionFacts, declared: Int?) {
    guard let info = session.info.audio, let ratio = session.durationRatio, let sent = session.sentSeconds else { return nil }
    let rate = Double(max(1, info.bytesPerSecond))
    // A relay may leave silence out.
    guard ratio > 0.985 || !session.isInaudible else { return nil }
    // Nothing of this can be missing where every word came back: a relay that dials again passes on the Metadata of its last connection.
    if let wer = session.unheardWords?.wer, wer <= 0.1, let sent = session.sentSeconds, sent * (1 - ratio) > 1 { return nil }
    switch session.hash {
    case .withoutStart(let bytes): self = .start(Double(bytes) / rate)
    case .withoutEnd(let bytes): self = .end(Double(bytes) / rate)
    case .withoutMiddle(let range): self = .middle(Double(range.count) / rate)
    case .other:
      let missing = sent * (1 - ratio)
      // Words that are missing too speak for less of it.
      let words = session.unheardWords
      let least = words.map { $0.start + $0.middle + $0.end >= 2 } ?? false ? 0.05 : 0.1
      guard missing >= least, ratio < 0.985, declared == nil else { return nil }
      // What nobody can read may hold the words that would tell.
      guard session.client.messages.allSatisfy({ $0.value.fault == nil }) else { return nil }
      // A relay may leave silence out, and say words twice: only those that are missing speak for a loss.
      if let words, words.wer ?? 1 <= 0.1 || words.start + words.middle + words.end == 0 { return nil }
      guard !session.isOtherAudioWithoutSilence else { return nil }
      guard let words, words.middle == 0, (words.start == 0) != (words.end == 0) else {
        self = .middle(missing)
        return
      }
      self = words.start > 0 ? .start(missing) : .end(missing)
    case .whole, .wholeWithoutHeader, .nothing, .swapped, .blanked, .shifted, .held, .withoutByte, nil: return nil
    }
  }
}

extension RunFacts {
  /// Nil where nothing speaks for a loss: where no more than silence is missing, and another session shows that more was counted than was sent, or
  /// other audio, the relay leaves out the one and does something else to the rest.
  func loss(of session: SessionFacts) -> Loss? {
    guard let loss = Loss(session, declared: declaredRates.rate(of: session)) else { return nil }
    let isSilence = !Loss.isHashed(session) && session.lacksSilenceOnly
    return isSilence && holdsOtherAudio ? nil : loss
  }
}

extension SessionFacts {
  /// True where the service counted more than was sent, or as much of something else: its hash is another, and most words are wrong.
  var holdsOtherAudio: Bool {
    guard let ratio = durationRatio, ratio > 0.985 else { return false }
    return ratio > 1.015 || hash == .other && (misheard ?? 0) > 0.5
  }

  /// What a rule about lost audio says from the client hop, where the loss is of its kind.
  func lost(
    _ rule: some Rule, _ loss: Loss, severity: Severity? = nil, cause: String, summary: String, others: [String]
  ) -> Finding {
    let isHashed = Loss.isHashed(self)
    let counted = metadata?.value.duration.map { decimal($0, 2) } ?? "?"
    return rule.finding(
      self, isHashed ? .inferred : .suspected, severity: severity, party: .relay, cause: cause, summary: summary,
      events: [client.audio.first?.event ?? 0, client.audio.last?.event ?? 0, metadata?.event ?? 0],
      evidence: sentence(
        "\(decimal(sentSeconds ?? 0, 2)) s sent, Metadata.duration \(counted) s; its sha256 is ",
        isHashed ? "the hash of the client's audio without just that part" : "not the hash of the client's audio"),
      alternatives: isHashed ? [] : others.map { Alternative(rule: $0, separateBy: seeServiceHop("which bytes arrive")) })
  }

  /// Why the client hop does not show lost audio: a pass, or why it can't be told.
  func noLoss() -> RuleOutcome {
    if hash?.isWhole == true { return .pass }
    guard metadata != nil else { return .inconclusive("without a forwarded Metadata lost audio can't be seen from the client hop") }
    guard let ratio = durationRatio, hash != nil else { return .inconclusive("the Metadata does not cover the whole audio") }
    return abs(ratio - 1) < 0.015 ? .pass : .inconclusive("what the service counted has another explanation")
  }
}
