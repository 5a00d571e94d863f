internal import Audio
internal import Speech
internal import Timeline

/// What the service is told of the audio, beside what its bytes are.
enum DeclarationBook {
  static func page(_ session: SessionFacts) -> Account.Page {
    var page = Account.Page()
    guard let audio = session.info.audio, !session.client.audio.isEmpty else { return page }
    let sent = "\(audio.encoding), \(audio.sampleRate) Hz, \(count(audio.channels, "channel"))\(audio.container.map { ", \($0)" } ?? "")"
    guard let service = session.service, service.isOpen else {
      page.lines = [Account.Line(.declaration, "format of the audio", into: sent, outOf: nil)]
      return page
    }
    let declared = DeclaredAudio(service)
    page.lines = [Account.Line(.declaration, "format of the audio", into: sent, outOf: VisibleText.quote(declared.text, limit: 120))]
    guard let piece = service.audio.first, let request = service.request, let why = contradiction(declared, service, session) else {
      return page
    }
    page.entries = [
      Entry(
        session, .declared, .altered, .relayToService, connection: service.connection,
        from: Moment(request, on: .service), amount: .init(1, "declaration"), events: [request.event, piece.event], why)
    ]
    return page
  }

  /// Nil where the two fit, or nobody can tell.
  private static func contradiction(_ declared: DeclaredAudio, _ service: HopFacts, _ session: SessionFacts) -> String? {
    guard service.audioBytes.count >= 320 else { return nil }
    let isContainer = declared.firstBytes.isContainer
    if declared.container != nil || declared.encoding == nil {
      // A header that is lost with the beginning is lost audio.
      guard session.carriage?.hasLostHeader != true else { return nil }
      // A service that hears words knows what it gets.
      guard !isContainer, !service.hasWords, session.carriage?.comparison.unrelated == false else { return nil }
      // What is left of a container is no samples.
      guard session.info.audio?.isCompressed != true || session.arrivesAsSamples else { return nil }
      return "the service was told \(declared.text), and what reached it are raw samples"
    }
    guard declared.isRawEncoding, let told = AudioFormat(declared) else { return nil }
    if isContainer {
      guard let format = session.carriage?.service.headerFormat, format != told else { return nil }
      return "the service was told \(declared.text), and what reached it is a container of \(format.sampleRate) Hz"
    }
    guard let arriving = session.carriage?.arrivingFormat, arriving != told else { return nil }
    // Words that come all the same: the two widths are the same to the ear.
    guard arriving.sampleRate != told.sampleRate || arriving.channels != told.channels || !service.hasWords else { return nil }
    return sentence(
      "the service was told \(declared.text), and what reached it is \(arriving.encoding.rawValue), \(arriving.sampleRate) Hz, ",
      count(arriving.channels, "channel"))
  }
}
