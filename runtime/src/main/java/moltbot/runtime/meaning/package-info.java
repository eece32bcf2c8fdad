/// What a text is about, by a small model that runs in this process: all-MiniLM-L6-v2, quantised, on ONNX Runtime. It
/// knows English best. A build may leave its files out; then nothing here is loaded.
@NullMarked
package moltbot.runtime.meaning;

import org.jspecify.annotations.NullMarked;
