internal import Speech
internal import Timeline

extension SessionFacts {
  /// What the client saw, on every axis on which it can be told.
  var signs: Set<Sign> {
    var signs: Set<Sign> = [client.messages.isEmpty ? .silence : hasWords ? .words : .wordless]
    let all: [Sign?] = [
      coverage, finality, continuation, interimSign, metadata == nil ? .noMetadata : .metadata, durationSign, ratioSign, digestSign, ending,
      haste,
      farewell, complaint, spreadSign,
    ]
    signs.formUnion(all.compactMap { $0 })
    return signs
  }

  /// Which of the clip's words came back. Words are lost at an end where two or more in a row are missing there and most others came.
  private var coverage: Sign? {
    guard settled.contains(where: { !$0.value.text.isEmpty }), streamedWhole, let expected = info.audio?.transcript, !expected.isEmpty,
      let transcript
    else { return nil }
    let result = WordErrorRate.measure(expected: expected, received: transcript)
    let matched = result.alignment.filter { $0.isMatch }.count
    let head = result.alignment.prefix { !$0.isMatch }.filter(\.isLoss).count
    let tail = result.alignment.reversed().prefix { !$0.isMatch }.filter(\.isLoss).count
    let missing = result.deletions + result.substitutions
    if missing <= 1 { return .whole }
    guard matched > 0, result.substitutions + result.insertions <= max(2, matched / 2) else { return .garbled }
    if head >= 2, tail < 2, missing - head <= 2 { return .tailOnly }
    if tail >= 2, head < 2, missing - tail <= 2 { return .headOnly }
    return result.wer <= 0.15 ? .whole : .gaps
  }

  private var finality: Sign? {
    guard hasWords, tellsFinality else { return nil }
    switch finals.count(where: { !$0.value.text.isEmpty }) {
    case 0: return .noFinal
    case 1: return .oneFinal
    default: return .finals
    }
  }

  /// Whether results go on where the first final is not the end: known only where interim results came before it, which would come again.
  private var continuation: Sign? {
    guard let first = finals.first(where: { !$0.value.text.isEmpty }), audioSecondsSent(after: first.at) > 2,
      (info.audio?.utterances ?? 1) > 1, results.contains(where: { $0.value.isFinal == false && $0.at < first.at })
    else { return nil }
    return client.messages.contains { $0.at > first.at } ? .goesOn : .fallsSilent
  }

  private var interimSign: Sign? {
    guard hasWords, tellsFinality else { return nil }
    return results.contains { $0.value.isFinal == false } ? .interims : .noInterims
  }

  private var durationSign: Sign? {
    guard let metadata, let duration = metadata.value.duration, let sent = sentSeconds, sent >= 1 else { return nil }
    if duration == 0 { return .durationZero }
    let ratio = duration / sent
    // What the relay still holds when its client leaves, and rounding, are no difference.
    if abs(ratio - 1) <= 0.01 || abs(duration - sent) < 0.03 { return .durationRight }
    guard ratio < 1 else { return .durationLong }
    // Relays leave silence out on purpose; they keep a bit of it, and cut it at their own messages.
    return sent - duration <= 1.1 * (inaudibleSeconds ?? 0) ? .durationWithoutSilence : .durationShort
  }

  /// Whether one usual format taken for another would make the difference between what was sent and what the service says that it heard.
  private var ratioSign: Sign? {
    guard let sign = durationSign, [.durationShort, .durationWithoutSilence, .durationLong].contains(sign), let audio = info.audio,
      let sent = sentSeconds,
      let duration = metadata?.value.duration
    else { return nil }
    let ratio = duration / sent
    // Formats differ in their rate, and by whole factors of two in width and channels.
    let usual = [8000.0, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 96000]
    // Declared with another rate than the client's; or converted to another one, and declared with the client's.
    let rates = usual.map { Double(audio.sampleRate) / $0 } + usual.map { $0 / Double(audio.sampleRate) }
    let isUsual = rates.contains { rate in [0.25, 0.5, 1, 2, 4].contains { abs(ratio / (rate * $0) - 1) <= 0.01 } }
    return isUsual ? .usualRatio : .oddRatio
  }

  private var digestSign: Sign? {
    guard let digest = metadata?.value.sha256 else { return nil }
    if digest == "incomplete" { return .digestIncomplete }
    if digest == HashEvidence.ofNothing { return .digestOfNothing }
    guard let sent = client.audioSHA256, let bare = client.audioSHA256(behind: headerBytes) else { return nil }
    return digest == sent || digest == bare ? .digestSame : .digestOther
  }

  private var ending: Sign? {
    guard let goodbye = relayEnded else { return waitsInVain ? .neverEnds : nil }
    guard let said = stop?.at ?? (streamedWhole ? client.audio.last?.at : nil), goodbye.at >= said else {
      return failsAtTheStart ? .endsAtTheStart : .endsInMidStream
    }
    return goodbye.at - said <= .seconds(5) ? .endsPromptly : .endsLate
  }

  /// Too soon for anything that the service makes of audio, and by a failure of the relay's own: what it says of its client is no such thing.
  private var failsAtTheStart: Bool {
    guard let goodbye = relayEnded, !hasBegun else { return false }
    return goodbye.value.map { [nil, 1000, 1011].contains($0.code) } ?? true
  }

  /// Told only where no Metadata came: with it the relay has waited for the service.
  private var haste: Sign? {
    guard metadata == nil, let stop, let goodbye = relayEnded, goodbye.at >= stop.at else { return nil }
    return goodbye.at - stop.at <= min(roundTrip, .milliseconds(75)) + .milliseconds(25) ? .atOnce : .afterAWhile
  }

  /// What the service answers to a text message that it does not know; not told where the client itself sent such before its stop.
  private var complaint: Sign? {
    let end = stop?.at ?? .max
    let ownWords = client.controls.contains { control in
      if case .text = control.value { return control.at < end }
      return false
    }
    guard !ownWords else { return nil }
    let errors: [String] = client.messages.compactMap { message in
      if case .error(let text) = message.value.kind { return text }
      return nil
    }
    let words = (errors + [relayEnded?.value?.reason ?? ""]).map { $0.lowercased() }
    let complains = words.contains { said in
      said.contains("text") && ["unknown", "unexpected", "invalid", "unsupported"].contains { said.contains($0) }
    }
    return complains ? .textComplaint : .noTextComplaint
  }

  private var farewell: Sign? {
    guard let goodbye = relayEnded else { return nil }
    guard let close = goodbye.value else { return .noCloseFrame }
    switch close.code {
    case nil, 1000, 1001: return .normalClose
    default: return .failureClose
    }
  }

  private var spreadSign: Sign? {
    guard hasWords, !readsSlowly, let first = results.first(where: { !$0.value.text.isEmpty }), let last = client.audio.last,
      (sentSeconds ?? 0) > 3
    else {
      return nil
    }
    return first.at < last.at ? .spread : .afterwards
  }
}

extension AlignedWord {
  fileprivate var isMatch: Bool {
    if case .match = self { return true }
    return false
  }

  fileprivate var isLoss: Bool {
    switch self {
    case .deletion, .substitution: true
    case .match, .insertion: false
    }
  }
}
