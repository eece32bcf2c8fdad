/// Has what people say in voice messages written down, by a program that the owner chose.
@NullMarked
package moltbot.gateway.speech;

import org.jspecify.annotations.NullMarked;
