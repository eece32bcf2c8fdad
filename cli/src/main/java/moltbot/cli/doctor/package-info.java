@NullMarked
package moltbot.cli.doctor;

import org.jspecify.annotations.NullMarked;
