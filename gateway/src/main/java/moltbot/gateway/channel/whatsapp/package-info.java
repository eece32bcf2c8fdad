/// WhatsApp, through the [Cloud API](https://developers.facebook.com/documentation/business-messaging/whatsapp/) of its
/// maker: what people write comes by webhooks, what is said goes by the Graph API.
@NullMarked
package moltbot.gateway.channel.whatsapp;

import org.jspecify.annotations.NullMarked;
