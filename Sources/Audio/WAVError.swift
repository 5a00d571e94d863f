/// Why bytes are no WAV that can be read: what, at which byte, and what to do.
package enum WAVError: Error, Sendable, Hashable, CustomStringConvertible {
  /// No bytes at all.
  case empty
  /// The first bytes are not `RIFF`; they look like something else.
  case notRIFF(AudioGuess)
  /// `RIFX`: RIFF in big-endian order.
  case bigEndian
  /// RIFF, but of another form than `WAVE`.
  case notWAVE(form: String)
  /// The bytes end before the samples begin.
  case endsInHeader(at: Int, inChunk: String)
  /// The samples come before anything says what they are.
  case dataBeforeFormat(at: Int)
  case formatTooShort(size: Int, at: Int)
  /// A field of the `fmt ` chunk that no sound can have.
  case impossible(field: String, value: Int, expected: String, at: Int)
  /// Every chunk was read and none was `data`.
  case noData(chunks: [String], length: Int)
  case unknownCodec(String, at: Int)
  /// The `data` chunk declares more bytes than there are.
  case truncated(declared: Int, present: Int, at: Int)
  /// The `data` chunk ends inside a sample.
  case partOfSample(length: Int, frameWidth: Int, at: Int)

  /// Offset of the byte that the error is about.
  package var offset: Int {
    switch self {
    case .empty, .notRIFF, .bigEndian: 0
    case .notWAVE: 8
    case .endsInHeader(let at, _), .dataBeforeFormat(let at), .formatTooShort(_, let at): at
    case .impossible(_, _, _, let at), .unknownCodec(_, let at): at
    case .truncated(_, _, let at), .partOfSample(_, _, let at): at
    case .noData(_, let length): length
    }
  }

  package var description: String { "byte \(offset): \(what); \(remedy)" }

  var what: String {
    switch self {
    case .empty: "the file is empty"
    case .notRIFF(let guess): "no RIFF header, the file begins like \(guess.name)"
    case .bigEndian: "RIFX, a big-endian WAV"
    case .notWAVE(let form): "RIFF of the form '\(form)' instead of 'WAVE'"
    case .endsInHeader(_, let chunk): "the file ends inside the \(chunk)"
    case .dataBeforeFormat: "the 'data' chunk comes before any 'fmt ' chunk, so nothing says what the samples are"
    case .formatTooShort(let size, _): "a 'fmt ' chunk of \(size) bytes, at least 16 are needed"
    case .impossible(let field, let value, let expected, _): "\(field) is \(value), expected \(expected)"
    case .noData(let chunks, _):
      "no 'data' chunk, only \(chunks.isEmpty ? "nothing" : chunks.map { "'\($0)'" }.joined(separator: ", "))"
    case .unknownCodec(let codec, _): "the samples are \(codec), which is not read here"
    case .truncated(let declared, let present, _):
      "the 'data' chunk declares \(declared) bytes, the file holds \(present) of them (\(declared - present) are missing)"
    case .partOfSample(let length, let width, _): "\(length) bytes of samples are no multiple of \(width), the bytes of one sample"
    }
  }

  var remedy: String {
    switch self {
    case .empty: "give a file with sound in it"
    case .notRIFF(.linear16), .notRIFF(.mulaw), .notRIFF(.alaw), .notRIFF(.linear32):
      "put a header before raw samples: `sox -t raw -r RATE -e ENCODING -b BITS -c CHANNELS in.raw out.wav`"
    case .notRIFF, .bigEndian, .notWAVE, .unknownCodec:
      "convert it to 16-bit PCM: `ffmpeg -i in -c:a pcm_s16le out.wav` (read are PCM of 8, 16, 24, 32 bits, float, A-law, µ-law)"
    case .endsInHeader, .truncated: "copy or record the file again, it is cut short"
    case .dataBeforeFormat, .formatTooShort, .impossible, .noData, .partOfSample:
      "write the file again with a tool that knows WAV, such as `sox in.wav out.wav`"
    }
  }
}
