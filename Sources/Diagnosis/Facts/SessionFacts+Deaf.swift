internal import Timeline

extension SessionFacts {
  /// Speech was sent to its end, and whatever came back can't be read: whether it holds the words, nobody knows.
  var isUnread: Bool {
    guard let spoken = info.audio?.transcript, !spoken.isEmpty, info.provokes.isEmpty, streamedWhole, !interrupted else { return false }
    return results.isEmpty && !unreadable.isEmpty
  }

  /// Speech with known words was sent to its end and answered, and neither hop has a word of it: the results that came are all empty.
  ///
  /// No rule has to say why for that to be wrong: a model for another language does it, and audio that is not what it is said to be.
  var isDeaf: Bool {
    guard let spoken = info.audio?.transcript, !spoken.isEmpty, isHarmless, streamedWhole, stop != nil, !onlyHangsUp, drain.isDrained,
      !interrupted
    else { return false }
    return !results.isEmpty && !hasWords && service?.hasWords != true && inaudibleLevel == nil
  }

  /// Nothing is provoked, or no more than messages that cut samples: their bytes are the same.
  private var isHarmless: Bool { info.provokes.allSatisfy { $0 == SplitSample().id } }
}
