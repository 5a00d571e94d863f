internal import Audio
internal import Diagnosis
internal import Timeline

/// The audio as the client sent it, drawn over the audio clock, with the words that came back under what they were heard in.
struct HTMLWave {
  /// The least and the greatest sample of each column, -1…1.
  private let columns: [ClosedRange<Float>]
  /// Seconds in which somebody speaks, and whether words came back for them.
  private let voices: [(range: Range<Double>, isHeard: Bool)]
  private let words: HTMLWaveWords
  /// Of the whole drawing.
  private let seconds: Double
  /// What part of the drawing the audio fills.
  private let share: Double
  private let caption: String

  /// Columns that are kept; fewer may be drawn.
  private static let most = 480
  /// Audio up to which speech is looked for.
  private static let longest = 1200.0

  /// Nil where no audio was sent, or its samples can't be read.
  init?(_ facts: SessionFacts) {
    guard let audio = facts.info.audio, let encoding = AudioFormat.Encoding(rawValue: audio.encoding), audio.bytesPerSecond > 0,
      let sent = facts.sentSeconds, sent > 0.02, !facts.client.isSealed
    else { return nil }
    let width = encoding.width * max(1, audio.channels)
    let body = facts.client.audioBytes.dropFirst(facts.headerBytes)
    columns = Self.columns(body, encoding, width)
    words = HTMLWaveWords(facts)
    let heard = words.spans
    let found = sent <= Self.longest ? Self.voices(body, encoding, audio) : []
    voices = found.map { range in (range, heard.contains { $0.overlaps(range.lowerBound - 0.2..<range.upperBound + 0.2) }) }
    seconds = max(sent, heard.map(\.upperBound).max() ?? 0)
    share = sent / seconds
    caption = Self.words(voices, sent: sent, audio, hasTimes: words.hasTimes, isSearched: sent <= Self.longest)
  }

  // MARK: Reading samples

  /// A long column is looked at in eight places.
  private static func columns(_ body: ArraySlice<UInt8>, _ encoding: AudioFormat.Encoding, _ width: Int) -> [ClosedRange<Float>] {
    let frames = body.count / width
    let count = min(most, frames)
    return (0..<count).map { column in
      let first = column * frames / count
      let last = max(first + 1, (column + 1) * frames / count)
      var least: Float = 1
      var greatest: Float = -1
      let parts = last - first > 8 * look ? 8 : 1
      for part in 0..<parts {
        let start = first + part * (last - first) / parts
        let end = parts == 1 ? last : min(last, start + look)
        for sample in SampleCodec.decode(body[(body.startIndex + start * width)..<(body.startIndex + end * width)], encoding) {
          if sample < least { least = sample }
          if sample > greatest { greatest = sample }
        }
      }
      least = max(-1, min(1, least))
      return least...max(least, min(1, greatest))
    }
  }

  /// Frames of samples in one place of a column.
  private static let look = 48

  private static func voices(_ body: ArraySlice<UInt8>, _ encoding: AudioFormat.Encoding, _ audio: AudioInfo) -> [Range<Double>] {
    let width = encoding.width * max(1, audio.channels)
    let count = body.count / width * EnvelopeFrame.rate / audio.sampleRate
    let frames = (0..<count).map { frame in
      let start = body.startIndex + frame * audio.sampleRate / EnvelopeFrame.rate * width
      let end = body.startIndex + (frame + 1) * audio.sampleRate / EnvelopeFrame.rate * width
      return EnvelopeFrame(level: level(SampleCodec.decode(body[start..<min(body.endIndex, end)], encoding)), crossings: 0)
    }
    // Pauses between words are no gaps between utterances.
    return Envelope.voicedStretches(frames).reduce(into: []) { joined, range in
      if let last = joined.last, range.lowerBound - last.upperBound < 0.5 {
        joined[joined.count - 1] = last.lowerBound..<range.upperBound
      } else {
        joined.append(range)
      }
    }
  }

  /// Of about sixty samples: enough to tell speech from a pause.
  private static func level(_ samples: [Float]) -> Float {
    let step = max(1, samples.count / 60)
    var squares = 0.0
    var count = 0.0
    var index = 0
    while index < samples.count {
      squares += Double(samples[index]) * Double(samples[index])
      count += 1
      index += step
    }
    return Float(Mathematics.decibels((squares / max(1, count)).squareRoot(), floor: Double(EnvelopeFrame.floor)))
  }

  private static func words(
    _ voices: [(range: Range<Double>, isHeard: Bool)], sent: Double, _ audio: AudioInfo, hasTimes: Bool,
    isSearched: Bool
  ) -> String {
    var parts = ["\(Wording.decimal(sent, 1)) s of \(audio.encoding), as the client sent it."]
    if !isSearched { parts.append("It is too long to look for speech in it.") }
    let lost = voices.filter { !$0.isHeard }.map(\.range)
    if hasTimes, !lost.isEmpty {
      let places = lost.prefix(6).map { "\(Wording.decimal($0.lowerBound, 1)) to \(Wording.decimal($0.upperBound, 1)) s" }
      let more = lost.count > 6 ? [Wording.count(lost.count - 6, "more stretch", "more stretches")] : []
      parts.append("No words came back for what is said at \(Wording.list(places + more)).")
    } else if !hasTimes, !voices.isEmpty {
      parts.append("The results do not say which part of the audio they cover.")
    }
    return parts.joined(separator: " ")
  }

  // MARK: Drawing

  /// - Parameter points: Columns that are drawn, at most about so many.
  func section(_ number: Int, points: Int) -> HTML {
    let plot = HTML.tag(
      .svg,
      [
        .class("plot"), .role("img"), .label("Waveform of session \(number). \(caption)"), .draw(.viewBox, "0 0 1000 100"),
        .draw(.preserveAspectRatio, "none"),
      ], shades + [.tag(.path, [.class("wave"), .draw(.d, path(points * 2))])])
    let hasLost = voices.contains { !$0.isHeard }
    let legend = [("voice", "speech"), ("lost", "speech without words")].filter { style, _ in
      style == "lost" ? hasLost : voices.contains(where: \.isHeard)
    }.map { style, name -> HTML in
      let key = HTML.tag(.rect, [.class(style), .draw(.x, 2), .draw(.y, 1), .draw(.width, 22), .draw(.height, 10)])
      return .tag(.li, [], [.tag(.svg, [.silent, .draw(.width, 26), .draw(.height, 12)], [key]), .text(" " + name)])
    }
    let chart = HTML.tag(
      .div, [.class("chart wavechart")],
      [
        plot, words.lane(seconds),
        .tag(
          .div, [.class("xaxis"), .silent],
          (0...4).map { quarter in
            .tag(
              .span, [.left(percent: Double(quarter) * 25)],
              [.text(HTMLAttribute.short((seconds * Double(quarter) * 2.5).rounded() / 10) + " s")])
          }),
      ])
    return .tag(
      .figure, [],
      [.when(!legend.isEmpty, .tag(.ul, [.class("legend")], legend)), chart, .tag(.figcaption, [], [.text(caption)])])
  }

  private func x(_ second: Double) -> Double { second / seconds * 1000 }

  private var shades: [HTML] {
    voices.prefix(200).map { voice in
      .tag(
        .rect,
        [
          .class(voice.isHeard ? "voice" : "lost"), .draw(.x, x(voice.range.lowerBound)), .draw(.y, 0),
          .draw(.width, x(voice.range.upperBound - voice.range.lowerBound)), .draw(.height, 100),
        ])
    }
  }

  /// Upper outline forwards, lower outline back.
  private func path(_ limit: Int) -> String {
    let step = max(1, (columns.count + limit - 1) / max(1, limit))
    let drawn = stride(from: 0, to: columns.count, by: step).map { start in
      let part = columns[start..<min(columns.count, start + step)]
      return (x: start, low: part.map(\.lowerBound).min() ?? 0, high: part.map(\.upperBound).max() ?? 0)
    }
    func point(_ column: Int, _ value: Float) -> String {
      // The audio ends where it ends, though results may say that they reach further.
      let x = Double(column) / Double(max(1, columns.count)) * 1000 * share
      return HTMLAttribute.short((x * 10).rounded() / 10) + " " + HTMLAttribute.short((Double(50 - value * 48) * 10).rounded() / 10)
    }
    let upper = drawn.map { point($0.x, $0.high) }
    let lower = drawn.reversed().map { point($0.x, $0.low) }
    return "M" + (upper + lower).joined(separator: "L") + "Z"
  }

}
