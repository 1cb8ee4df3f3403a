//! Knows when the process is asked to stop: SIGTERM from a service manager, SIGINT from a terminal.

use tokio::sync::watch;

/// Becomes true once, when the first signal comes. Listens from the moment of this call on.
#[must_use]
pub fn asked() -> watch::Receiver<bool> {
    let (tell, stop) = watch::channel(false);
    let signal = signal();
    tokio::spawn(async move {
        signal.await;
        // nobody may be listening any more: then there is nothing left to stop
        tell.send_replace(true);
    });
    stop
}

/// The first signal; heard from the call on, not only once it is awaited.
#[cfg(unix)]
fn signal() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let terminate = signal(SignalKind::terminate());
    let interrupt = signal(SignalKind::interrupt());
    async move {
        match (terminate, interrupt) {
            (Ok(mut terminate), Ok(mut interrupt)) => {
                tokio::select! {
                    _ = terminate.recv() => tracing::info!("asked to stop by SIGTERM"),
                    _ = interrupt.recv() => tracing::info!("asked to stop by SIGINT"),
                }
            }
            (Err(error), _) | (_, Err(error)) => {
                tracing::warn!(%error, "signals cannot be heard: the process will end at once when it is killed");
                std::future::pending::<()>().await;
            }
        }
    }
}

#[cfg(not(unix))]
async fn signal() {
    if let Err(error) = tokio::signal::ctrl_c().await {
        tracing::warn!(%error, "Ctrl-C cannot be heard: the process will end at once when it is killed");
        std::future::pending::<()>().await;
    }
}
