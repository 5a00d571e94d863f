package import Diagnosis

/// Finds out how a relay wants to be talked to: what to try next, by what the attempts before it showed.
///
/// One thing at a time: first the dialect that the relay gives away itself, then the audio until words come back, then the stop until the relay ends
/// the session by itself.
package struct ProfileSearch: Sendable {
  package struct Attempt: Sendable {
    package var guess: ProfileGuess
    package var sight: ProfileSight
  }

  package private(set) var attempts: [Attempt] = []
  private let first: ProfileGuess

  package init(_ first: ProfileGuess = ProfileGuess()) { self.first = first }

  package mutating func take(_ guess: ProfileGuess, _ sight: ProfileSight) { attempts.append(Attempt(guess: guess, sight: sight)) }

  /// The way that worked best, the earliest of equals; nil before the first attempt.
  package var best: Attempt? {
    attempts.reduce(nil as Attempt?) { best, next in best.map { $0.sight.worth >= next.sight.worth } ?? false ? best : next }
  }

  /// What to try next; nil where all is known, or nothing is left to try.
  package var next: ProfileGuess? {
    guard let last = attempts.last, let best else { return first }
    guard last.sight.isOpen else { return nil }
    if let dialect = last.sight.dialect, last.guess.dialect == nil { return ProfileGuess(dialect: dialect, sound: .usual) }
    // A dialect has its own audio and its own stop.
    guard best.guess.dialect == nil else { return nil }
    guard best.sight.isUnderstood else {
      return untried(ProfileGuess.sounds.map { ProfileGuess(sound: $0, stop: first.stop) })
    }
    guard best.sight.hasEnded else {
      return untried(ProfileGuess.stops.map { ProfileGuess(sound: best.guess.sound, stop: $0) })
    }
    return nil
  }

  private func untried(_ guesses: [ProfileGuess]) -> ProfileGuess? {
    guesses.first { guess in !attempts.contains { $0.guess == guess } }
  }
}
