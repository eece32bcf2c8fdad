/// What stand-ins for services on the web are made of.
@NullMarked
package moltbot.gateway.testweb;

import org.jspecify.annotations.NullMarked;
