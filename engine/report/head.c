// The head of the page: its style, and fonts that lie in it.
#include "report/page.h"
#include "store/store.h"

#include <stdlib.h>

#define FONT_BYTES (2u << 20)

// Ink on light paper, ember for what is measured.
static const char style[] =
    ":root{--paper:#fbf9f5;--ink:#1d1a17;--quiet:#6f675d;--line:#e3ddd2;--ember:#ff7a1a}\n"
    "*{box-sizing:border-box}\n"
    "html{background:var(--paper);color:var(--ink);font:16px/1.55 Text,Inter,system-ui,sans-serif;"
    "-webkit-text-size-adjust:100%}\n"
    "body{margin:0 auto;max-width:1080px;padding:56px clamp(20px,5vw,64px)}\n"
    "h1,h2,.kicker,.period,.figures dd{font-family:Title,'EB Garamond',Garamond,Georgia,serif;"
    "font-weight:normal}\n"
    ".kicker{color:var(--quiet);font-size:21px;font-style:italic;margin:0}\n"
    "h1{font-size:clamp(38px,6vw,64px);letter-spacing:-.005em;line-height:1.08;margin:6px 0 10px}\n"
    ".period{color:var(--quiet);font-size:21px;margin:0}\n"
    "h2{font-size:27px;font-style:italic;line-height:1.2;margin:0 0 4px}\n"
    "p{margin:0 0 12px;max-width:68ch}\n"
    ".about,.more,.nothing{color:var(--quiet);font-size:14.5px}\n"
    "section{border-top:1px solid var(--line);margin-top:44px;padding-top:18px}\n"
    ".figures{display:flex;flex-wrap:wrap;gap:24px 56px;margin:44px 0 0}\n"
    ".figures div{display:flex;flex-direction:column}\n"
    ".figures dd{font-size:46px;line-height:1.1;margin:0;font-feature-settings:'lnum'}\n"
    ".figures dt{color:var(--quiet);font-size:14.5px;order:2}\n"
    ".two,.three{display:grid;gap:0 56px;grid-template-columns:repeat(2,minmax(0,1fr))}\n"
    ".three{grid-template-columns:repeat(3,minmax(0,1fr));gap:0 44px}\n"
    "svg{display:block;height:auto;margin-top:10px;overflow:visible;width:100%}\n"
    "svg text{font-variant-numeric:tabular-nums}\n"
    ".days{overflow-x:auto}\n"
    ".days svg{min-width:640px}\n"
    "table{border-collapse:collapse;width:100%}\n"
    ".lines{margin:8px 0 10px}\n"
    ".lines th{font-weight:normal;overflow-wrap:anywhere;padding:7px 16px 7px 0;text-align:left;"
    "vertical-align:baseline;width:44%}\n"
    ".three .lines th{width:56%}\n"
    ".lines td{padding:7px 0;vertical-align:middle}\n"
    ".line span{border-right:1px solid var(--ink);display:block;height:13px;min-width:2px;"
    "background:linear-gradient(var(--ember),var(--ember)) 0 50%/100% 3px no-repeat}\n"
    ".lines td.count,.lines td.stay{font-variant-numeric:tabular-nums;padding-left:16px;"
    "text-align:right;vertical-align:baseline;white-space:nowrap;width:1%}\n"
    ".lines td.stay{color:var(--quiet);padding-left:28px}\n"
    ".untold{color:var(--quiet);font-size:14.5px}\n"
    ".arrow{color:var(--quiet);padding:0 4px}\n"
    "small{color:var(--quiet);font-size:13.5px;margin-left:6px}\n"
    "details{font-size:14.5px;margin:10px 0}\n"
    "summary{color:var(--quiet);cursor:pointer;min-height:24px}\n"
    ".plain{margin-top:8px;max-width:420px}\n"
    ".plain th,.plain td{border-bottom:1px solid var(--line);font-weight:normal;padding:4px 0;"
    "text-align:left}\n"
    ".plain td+td,.plain th+th{text-align:right;font-variant-numeric:tabular-nums}\n"
    ".plain th{color:var(--quiet)}\n"
    "footer{border-top:1px solid var(--ink);color:var(--quiet);font-size:14.5px;margin-top:64px;"
    "padding-top:18px}\n"
    "footer h2{color:var(--ink);font-size:21px;margin-bottom:8px}\n"
    "@media screen and (max-width:820px){.two,.three{grid-template-columns:minmax(0,1fr)}}\n"
    "@media print{html{background:#fff;font-size:12.5px}body{max-width:none;padding:0}"
    ".days svg{min-width:0}details{display:none}section{margin-top:28px}"
    ".figures{margin-top:28px}.lines th,.lines td{padding-bottom:4px;padding-top:4px}"
    "h2,.about{break-after:avoid}tr,svg,.two,.three{break-inside:avoid}}\n";

static void put_base64(struct page *p, const char *bytes, size_t length)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *b = (const unsigned char *)bytes;
    for (size_t i = 0; i < length; i += 3) {
        unsigned v = (unsigned)b[i] << 16 | (i + 1 < length ? (unsigned)b[i + 1] << 8 : 0u) |
                     (i + 2 < length ? b[i + 2] : 0u);
        fputc(letters[v >> 18], p->out);
        fputc(letters[v >> 12 & 63], p->out);
        fputc(i + 1 < length ? letters[v >> 6 & 63] : '=', p->out);
        fputc(i + 2 < length ? letters[v & 63] : '=', p->out);
    }
}

// A font that is not there is the reader's own instead.
static void put_font(struct page *p, const char *file, const char *family, const char *slant)
{
    char path[1200];
    size_t length;
    snprintf(path, sizeof path, "%s/%s", p->show->fonts, file);
    char *bytes = store_read(path, FONT_BYTES, &length, NULL);
    if (!bytes)
        return;
    fprintf(p->out, "@font-face{font-family:%s;font-style:%s;src:url(data:font/otf;base64,", family,
            slant);
    put_base64(p, bytes, length);
    fputs(") format(\"opentype\")}\n", p->out);
    free(bytes);
}

void page_head(struct page *p)
{
    char title[REPORT_KEY] = "";
    fputs("<!doctype html>\n<html lang=\"", p->out);
    page_text(p, p->show->language);
    fputs("\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width\">\n"
          "<link rel=\"icon\" href=\"data:,\">\n<title>",
          p->out);
    page_text(p, page_word(p, "report"));
    if (p->show->name && p->show->name(p->show->user, REPORT_EXHIBITION, "", title, sizeof title)) {
        fputs(". ", p->out);
        page_text(p, title);
    }
    fputs("</title>\n<style>\n", p->out);
    if (p->show->fonts) {
        put_font(p, "inter/Inter-Regular.otf", "Text", "normal");
        put_font(p, "ebgaramond/EBGaramond12-Regular.otf", "Title", "normal");
        put_font(p, "ebgaramond/EBGaramond12-Italic.otf", "Title", "italic");
    }
    fputs(style, p->out);
    fputs("</style>\n</head>\n<body>\n", p->out);
}
