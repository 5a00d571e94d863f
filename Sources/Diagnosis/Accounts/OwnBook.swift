internal import Timeline

/// The client's own part: what its scenario asks of it, and what it sent. What it does wrong is found by the rules for it.
enum OwnBook {
  static func page(_ session: SessionFacts) -> Account.Page {
    var page = Account.Page()
    guard let audio = session.info.audio, session.client.isOpen else { return page }
    let pace = session.clientPace.map { ", \(decimal($0.factor, 2))× real time" } ?? ""
    page.lines = [
      Account.Line(
        .own, "the client's own part", into: "a clip of \(decimal(audio.seconds, 2)) s",
        outOf: "\(decimal(session.sentSeconds ?? 0, 2)) s of it sent\(pace)")
    ]
    return page
  }
}
