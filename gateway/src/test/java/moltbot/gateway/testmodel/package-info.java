/// A model server that speaks the wire formats of Anthropic, OpenAI and Ollama, for tests, system tests and benches.
@NullMarked
package moltbot.gateway.testmodel;

import org.jspecify.annotations.NullMarked;
