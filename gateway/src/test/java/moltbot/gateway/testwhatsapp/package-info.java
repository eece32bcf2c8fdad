/// A stand-in for WhatsApp's Cloud API, exact on the wire as far as the house uses it; for tests only.
@NullMarked
package moltbot.gateway.testwhatsapp;

import org.jspecify.annotations.NullMarked;
