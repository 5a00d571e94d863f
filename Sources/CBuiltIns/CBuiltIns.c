#include "CBuiltIns.h"

#include <string.h>

// The compiler copies each file in (C23 6.10.4) and lists it in the depfile: a changed file is a changed binary.
// Scenarios stand in the order in which the suite plays them. A test holds this list equal to the folders.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char clip_one_sentence_wav[] = {
#embed "../../Fixtures/audio/one-sentence.wav"
};

static const unsigned char clip_one_sentence_txt[] = {
#embed "../../Fixtures/audio/one-sentence.txt"
};

static const unsigned char clip_one_sentence_words_json[] = {
#embed "../../Fixtures/audio/one-sentence.words.json"
};

static const unsigned char clip_two_sentences_wav[] = {
#embed "../../Fixtures/audio/two-sentences.wav"
};

static const unsigned char clip_two_sentences_txt[] = {
#embed "../../Fixtures/audio/two-sentences.txt"
};

static const unsigned char clip_two_sentences_words_json[] = {
#embed "../../Fixtures/audio/two-sentences.words.json"
};

static const unsigned char clip_two_questions_wav[] = {
#embed "../../Fixtures/audio/two-questions.wav"
};

static const unsigned char clip_two_questions_txt[] = {
#embed "../../Fixtures/audio/two-questions.txt"
};

static const unsigned char clip_two_questions_words_json[] = {
#embed "../../Fixtures/audio/two-questions.words.json"
};

static const unsigned char clip_ten_seconds_wav[] = {
#embed "../../Fixtures/audio/ten-seconds.wav"
};

static const unsigned char clip_ten_seconds_txt[] = {
#embed "../../Fixtures/audio/ten-seconds.txt"
};

static const unsigned char clip_ten_seconds_words_json[] = {
#embed "../../Fixtures/audio/ten-seconds.words.json"
};

static const unsigned char scenario_baseline_yaml[] = {
#embed "../../Fixtures/scenarios/ok/baseline.yaml"
};

static const unsigned char scenario_wav_header_yaml[] = {
#embed "../../Fixtures/scenarios/ok/wav-header.yaml"
};

static const unsigned char scenario_no_stop_yaml[] = {
#embed "../../Fixtures/scenarios/ok/no-stop.yaml"
};

static const unsigned char scenario_two_utterances_yaml[] = {
#embed "../../Fixtures/scenarios/ok/two-utterances.yaml"
};

static const unsigned char scenario_too_fast_yaml[] = {
#embed "../../Fixtures/scenarios/ok/too-fast.yaml"
};

static const unsigned char scenario_burst_yaml[] = {
#embed "../../Fixtures/scenarios/ok/burst.yaml"
};

static const unsigned char scenario_hang_up_yaml[] = {
#embed "../../Fixtures/scenarios/ok/hang-up.yaml"
};

static const unsigned char scenario_silence_only_yaml[] = {
#embed "../../Fixtures/scenarios/ok/silence-only.yaml"
};

static const unsigned char scenario_stall_yaml[] = {
#embed "../../Fixtures/scenarios/ok/stall.yaml"
};

static const unsigned char scenario_stall_keepalive_yaml[] = {
#embed "../../Fixtures/scenarios/ok/stall-keepalive.yaml"
};

static const unsigned char scenario_tiny_chunks_yaml[] = {
#embed "../../Fixtures/scenarios/ok/tiny-chunks.yaml"
};

static const unsigned char scenario_huge_chunks_yaml[] = {
#embed "../../Fixtures/scenarios/ok/huge-chunks.yaml"
};

static const unsigned char scenario_split_sample_yaml[] = {
#embed "../../Fixtures/scenarios/ok/split-sample.yaml"
};

static const unsigned char scenario_empty_frame_yaml[] = {
#embed "../../Fixtures/scenarios/ok/empty-frame.yaml"
};

static const unsigned char scenario_immediate_audio_yaml[] = {
#embed "../../Fixtures/scenarios/ok/immediate-audio.yaml"
};

static const unsigned char scenario_control_only_yaml[] = {
#embed "../../Fixtures/scenarios/ok/control-only.yaml"
};

static const unsigned char scenario_unknown_text_yaml[] = {
#embed "../../Fixtures/scenarios/ok/unknown-text.yaml"
};

static const unsigned char scenario_slow_reader_yaml[] = {
#embed "../../Fixtures/scenarios/ok/slow-reader.yaml"
};

static const unsigned char scenario_fragmented_yaml[] = {
#embed "../../Fixtures/scenarios/ok/fragmented.yaml"
};

static const unsigned char scenario_ping_yaml[] = {
#embed "../../Fixtures/scenarios/ok/ping.yaml"
};

static const unsigned char scenario_concurrent_yaml[] = {
#embed "../../Fixtures/scenarios/ok/concurrent.yaml"
};

static const unsigned char scenario_reconnect_yaml[] = {
#embed "../../Fixtures/scenarios/ok/reconnect.yaml"
};

static const unsigned char scenario_vanish_yaml[] = {
#embed "../../Fixtures/scenarios/ok/vanish.yaml"
};

static const unsigned char scenario_alternative_stop_yaml[] = {
#embed "../../Fixtures/scenarios/ok/alternative-stop.yaml"
};

static const unsigned char scenario_browser_yaml[] = {
#embed "../../Fixtures/scenarios/ok/browser.yaml"
};

static const unsigned char scenario_one_shot_yaml[] = {
#embed "../../Fixtures/scenarios/ok/one-shot.yaml"
};

static const unsigned char scenario_service_hangs_yaml[] = {
#embed "../../Fixtures/scenarios/ok/service-hangs.yaml"
};

static const unsigned char scenario_service_refuses_key_yaml[] = {
#embed "../../Fixtures/scenarios/ok/service-refuses-key.yaml"
};

static const unsigned char scenario_service_overloaded_yaml[] = {
#embed "../../Fixtures/scenarios/ok/service-overloaded.yaml"
};

static const unsigned char scenario_service_silent_yaml[] = {
#embed "../../Fixtures/scenarios/ok/service-silent.yaml"
};

static const unsigned char scenario_service_half_open_yaml[] = {
#embed "../../Fixtures/scenarios/ok/service-half-open.yaml"
};

static const unsigned char scenario_service_resets_yaml[] = {
#embed "../../Fixtures/scenarios/ok/service-resets.yaml"
};

static const unsigned char scenario_service_times_out_yaml[] = {
#embed "../../Fixtures/scenarios/ok/service-times-out.yaml"
};

static const unsigned char scenario_service_rejects_yaml[] = {
#embed "../../Fixtures/scenarios/ok/service-rejects.yaml"
};

static const unsigned char scenario_service_ends_early_yaml[] = {
#embed "../../Fixtures/scenarios/ok/service-ends-early.yaml"
};

static const unsigned char scenario_service_closes_bare_yaml[] = {
#embed "../../Fixtures/scenarios/ok/service-closes-bare.yaml"
};

static const unsigned char scenario_service_errs_yaml[] = {
#embed "../../Fixtures/scenarios/ok/service-errs.yaml"
};

static const unsigned char scenario_service_late_yaml[] = {
#embed "../../Fixtures/scenarios/ok/service-late.yaml"
};

static const unsigned char scenario_long_talk_yaml[] = {
#embed "../../Fixtures/scenarios/ok/long-talk.yaml"
};

static const unsigned char scenario_long_quiet_yaml[] = {
#embed "../../Fixtures/scenarios/ok/long-quiet.yaml"
};

static const unsigned char scenario_long_silence_yaml[] = {
#embed "../../Fixtures/scenarios/ok/long-silence.yaml"
};

static const unsigned char scenario_long_idle_start_yaml[] = {
#embed "../../Fixtures/scenarios/ok/long-idle-start.yaml"
};

static const unsigned char profile_browser_webm_yaml[] = {
#embed "../../Fixtures/profiles/browser-webm.yaml"
};

static const unsigned char profile_deepgram_fastapi_yaml[] = {
#embed "../../Fixtures/profiles/deepgram-fastapi.yaml"
};

static const unsigned char profile_deepgram_flask_yaml[] = {
#embed "../../Fixtures/profiles/deepgram-flask.yaml"
};

static const unsigned char profile_deepgram_node_yaml[] = {
#embed "../../Fixtures/profiles/deepgram-node.yaml"
};

static const unsigned char profile_plain_fastapi_yaml[] = {
#embed "../../Fixtures/profiles/plain-fastapi.yaml"
};

static const unsigned char profile_twilio_yaml[] = {
#embed "../../Fixtures/profiles/twilio.yaml"
};

static const unsigned char profile_deepgram_socketio_yaml[] = {
#embed "../../Fixtures/profiles/deepgram-socketio.yaml"
};

static const unsigned char profile_telnyx_yaml[] = {
#embed "../../Fixtures/profiles/telnyx.yaml"
};

static const unsigned char profile_esp32_yaml[] = {
#embed "../../Fixtures/profiles/esp32.yaml"
};

static const unsigned char profile_socket_io_yaml[] = {
#embed "../../Fixtures/profiles/socket-io.yaml"
};

static const unsigned char profile_json_base64_yaml[] = {
#embed "../../Fixtures/profiles/json-base64.yaml"
};

static const unsigned char profile_deepgram_direct_yaml[] = {
#embed "../../Fixtures/profiles/deepgram-direct.yaml"
};

static const unsigned char signs_txt[] = {
#embed "../../Fixtures/signs/signs.txt"
};

static const unsigned char hook_python[] = {
#embed "../../Fixtures/hooks/sitecustomize.py"
};

static const unsigned char hook_node[] = {
#embed "../../Fixtures/hooks/sttcheck.cjs"
};

#define BUILTIN(path, bytes) {path, bytes, sizeof bytes}

static const struct sttcheck_builtin builtins[] = {
    BUILTIN("audio/one-sentence.wav", clip_one_sentence_wav),
    BUILTIN("audio/one-sentence.txt", clip_one_sentence_txt),
    BUILTIN("audio/one-sentence.words.json", clip_one_sentence_words_json),
    BUILTIN("audio/two-sentences.wav", clip_two_sentences_wav),
    BUILTIN("audio/two-sentences.txt", clip_two_sentences_txt),
    BUILTIN("audio/two-sentences.words.json", clip_two_sentences_words_json),
    BUILTIN("audio/two-questions.wav", clip_two_questions_wav),
    BUILTIN("audio/two-questions.txt", clip_two_questions_txt),
    BUILTIN("audio/two-questions.words.json", clip_two_questions_words_json),
    BUILTIN("audio/ten-seconds.wav", clip_ten_seconds_wav),
    BUILTIN("audio/ten-seconds.txt", clip_ten_seconds_txt),
    BUILTIN("audio/ten-seconds.words.json", clip_ten_seconds_words_json),
    BUILTIN("scenarios/ok/baseline.yaml", scenario_baseline_yaml),
    BUILTIN("scenarios/ok/wav-header.yaml", scenario_wav_header_yaml),
    BUILTIN("scenarios/ok/no-stop.yaml", scenario_no_stop_yaml),
    BUILTIN("scenarios/ok/two-utterances.yaml", scenario_two_utterances_yaml),
    BUILTIN("scenarios/ok/too-fast.yaml", scenario_too_fast_yaml),
    BUILTIN("scenarios/ok/burst.yaml", scenario_burst_yaml),
    BUILTIN("scenarios/ok/hang-up.yaml", scenario_hang_up_yaml),
    BUILTIN("scenarios/ok/silence-only.yaml", scenario_silence_only_yaml),
    BUILTIN("scenarios/ok/stall.yaml", scenario_stall_yaml),
    BUILTIN("scenarios/ok/stall-keepalive.yaml", scenario_stall_keepalive_yaml),
    BUILTIN("scenarios/ok/tiny-chunks.yaml", scenario_tiny_chunks_yaml),
    BUILTIN("scenarios/ok/huge-chunks.yaml", scenario_huge_chunks_yaml),
    BUILTIN("scenarios/ok/split-sample.yaml", scenario_split_sample_yaml),
    BUILTIN("scenarios/ok/empty-frame.yaml", scenario_empty_frame_yaml),
    BUILTIN("scenarios/ok/immediate-audio.yaml", scenario_immediate_audio_yaml),
    BUILTIN("scenarios/ok/control-only.yaml", scenario_control_only_yaml),
    BUILTIN("scenarios/ok/unknown-text.yaml", scenario_unknown_text_yaml),
    BUILTIN("scenarios/ok/slow-reader.yaml", scenario_slow_reader_yaml),
    BUILTIN("scenarios/ok/fragmented.yaml", scenario_fragmented_yaml),
    BUILTIN("scenarios/ok/ping.yaml", scenario_ping_yaml),
    BUILTIN("scenarios/ok/concurrent.yaml", scenario_concurrent_yaml),
    BUILTIN("scenarios/ok/reconnect.yaml", scenario_reconnect_yaml),
    BUILTIN("scenarios/ok/vanish.yaml", scenario_vanish_yaml),
    BUILTIN("scenarios/ok/alternative-stop.yaml", scenario_alternative_stop_yaml),
    BUILTIN("scenarios/ok/browser.yaml", scenario_browser_yaml),
    BUILTIN("scenarios/ok/one-shot.yaml", scenario_one_shot_yaml),
    BUILTIN("scenarios/ok/service-hangs.yaml", scenario_service_hangs_yaml),
    BUILTIN("scenarios/ok/service-refuses-key.yaml", scenario_service_refuses_key_yaml),
    BUILTIN("scenarios/ok/service-overloaded.yaml", scenario_service_overloaded_yaml),
    BUILTIN("scenarios/ok/service-silent.yaml", scenario_service_silent_yaml),
    BUILTIN("scenarios/ok/service-half-open.yaml", scenario_service_half_open_yaml),
    BUILTIN("scenarios/ok/service-resets.yaml", scenario_service_resets_yaml),
    BUILTIN("scenarios/ok/service-times-out.yaml", scenario_service_times_out_yaml),
    BUILTIN("scenarios/ok/service-rejects.yaml", scenario_service_rejects_yaml),
    BUILTIN("scenarios/ok/service-ends-early.yaml", scenario_service_ends_early_yaml),
    BUILTIN("scenarios/ok/service-closes-bare.yaml", scenario_service_closes_bare_yaml),
    BUILTIN("scenarios/ok/service-errs.yaml", scenario_service_errs_yaml),
    BUILTIN("scenarios/ok/service-late.yaml", scenario_service_late_yaml),
    BUILTIN("scenarios/ok/long-talk.yaml", scenario_long_talk_yaml),
    BUILTIN("scenarios/ok/long-quiet.yaml", scenario_long_quiet_yaml),
    BUILTIN("scenarios/ok/long-silence.yaml", scenario_long_silence_yaml),
    BUILTIN("scenarios/ok/long-idle-start.yaml", scenario_long_idle_start_yaml),
    BUILTIN("profiles/browser-webm.yaml", profile_browser_webm_yaml),
    BUILTIN("profiles/deepgram-fastapi.yaml", profile_deepgram_fastapi_yaml),
    BUILTIN("profiles/deepgram-flask.yaml", profile_deepgram_flask_yaml),
    BUILTIN("profiles/deepgram-node.yaml", profile_deepgram_node_yaml),
    BUILTIN("profiles/plain-fastapi.yaml", profile_plain_fastapi_yaml),
    BUILTIN("profiles/twilio.yaml", profile_twilio_yaml),
    BUILTIN("profiles/deepgram-socketio.yaml", profile_deepgram_socketio_yaml),
    BUILTIN("profiles/telnyx.yaml", profile_telnyx_yaml),
    BUILTIN("profiles/esp32.yaml", profile_esp32_yaml),
    BUILTIN("profiles/socket-io.yaml", profile_socket_io_yaml),
    BUILTIN("profiles/json-base64.yaml", profile_json_base64_yaml),
    BUILTIN("profiles/deepgram-direct.yaml", profile_deepgram_direct_yaml),
    BUILTIN("signs/signs.txt", signs_txt),
    BUILTIN("hooks/sitecustomize.py", hook_python),
    BUILTIN("hooks/sttcheck.cjs", hook_node),
};

size_t sttcheck_builtin_count(void) { return sizeof builtins / sizeof builtins[0]; }

struct sttcheck_builtin sttcheck_builtin_at(size_t index) {
  return index < sttcheck_builtin_count() ? builtins[index] : (struct sttcheck_builtin){NULL, NULL, 0};
}

struct sttcheck_builtin sttcheck_builtin_named(const char *path) {
  for (size_t index = 0; index < sttcheck_builtin_count(); index++)
    if (strcmp(builtins[index].path, path) == 0) return builtins[index];
  return (struct sttcheck_builtin){NULL, NULL, 0};
}
