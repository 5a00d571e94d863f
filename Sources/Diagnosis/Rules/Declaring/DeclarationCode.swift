internal import Audio
internal import Timeline

/// A rule whose remedy has what a relay declares in it: that of the session which shows it, or an example where there is none.
protocol DeclaringRemedy {
  func remedy(declaring declared: DeclarationCode) -> String
}

extension Rule where Self: DeclaringRemedy {
  var remedy: String { remedy(declaring: DeclarationCode()) }
  func remedy(sending audio: AudioInfo?) -> String? { remedy(declaring: DeclarationCode(audio)) }
}

/// What a relay is to say of its audio, in code: of the audio that the session sends, so that what is pasted fits.
struct DeclarationCode {
  private let encoding: String
  private let sampleRate: Int
  private let channels: Int

  /// - Parameter audio: Nil, or in a container, which declares itself: an example then.
  init(_ audio: AudioInfo? = nil) {
    let samples = audio.flatMap { $0.isCompressed || $0.sampleRate <= 0 ? nil : $0 }
    let example = AudioFormat()
    encoding = samples?.encoding ?? example.encoding.rawValue
    sampleRate = samples?.sampleRate ?? example.sampleRate
    channels = samples?.channels ?? example.channels
  }

  /// - Parameter channels: The name of a variable in its place.
  func python(channels name: String? = nil) -> String {
    "{\"encoding\": \"\(encoding)\", \"sample_rate\": \(sampleRate), \"channels\": \(name ?? "\(channels)")}"
  }

  func javaScript(channels name: String? = nil) -> String {
    "{ encoding: \"\(encoding)\", sample_rate: \(sampleRate), channels\(name == nil ? ": \(channels)" : "") }"
  }
}
