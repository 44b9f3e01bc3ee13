//! Trouble at the refresh endpoint of every kind of server.

use super::client::{ask, refused, start};
use practice_api::{Dialect, RefreshFault, TokenKind};
use std::time::Duration;

#[tokio::test]
async fn a_fault_that_answers_in_place_of_the_refresh_spends_nothing() {
    for dialect in Dialect::ALL {
        let server = start(dialect).await;
        let tokens = server.begun().await;
        for status in [503, refused(dialect)] {
            server.api.set_refresh_fault(Some(RefreshFault::Status {
                status,
                times: Some(1),
                retry_after: Some("1".into()),
            }));
            // The fault is for refreshes alone.
            assert_eq!(ask(server.begin("wrong")).await.status / 100, 4);
            assert_eq!(server.me(&tokens).await.status, 200);
            let answer = ask(server.renew(&tokens)).await;
            assert_eq!(
                (answer.status, answer.header("retry-after")),
                (status, "1"),
                "{dialect}"
            );
            assert_eq!(answer.body.contains("practice_fault"), status == 503, "{dialect}");
        }
        server.api.set_refresh_fault(Some(RefreshFault::Html));
        let page = ask(server.renew(&tokens)).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert!(!page.headers.contains_key("set-cookie") && page.body.contains("<h1>"));

        server.api.set_refresh_fault(Some(RefreshFault::Hang));
        let hung = server
            .renew(&tokens)
            .timeout(Duration::from_millis(50))
            .send()
            .await;
        assert!(hung.unwrap_err().is_timeout(), "{dialect}");
        server.api.set_refresh_fault(None);
        server.renewed(&tokens).await;
    }
}

#[tokio::test]
async fn a_torn_answer_has_no_end_and_spends_the_token() {
    for dialect in Dialect::ALL {
        let server = start(dialect).await;
        let tokens = server.begun().await;
        server.api.set_refresh_fault(Some(RefreshFault::Tear));
        let answer = server.renew(&tokens).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert!(answer.content_length().unwrap() > 50, "{dialect}");
        assert!(answer.bytes().await.is_err(), "{dialect}");
        server.api.set_refresh_fault(None);
        let again = ask(server.renew(&tokens)).await.status;
        assert_eq!(
            again,
            if dialect.rotates() { refused(dialect) } else { 200 },
            "{dialect}"
        );
    }
}

#[tokio::test]
async fn an_answer_can_lack_either_token() {
    for dialect in Dialect::ALL {
        for kind in [TokenKind::Access, TokenKind::Refresh] {
            let server = start(dialect).await;
            let tokens = server.begun().await;
            server.api.set_refresh_fault(Some(RefreshFault::Omit(kind)));
            let answer = server.renew(&tokens).send().await.unwrap();
            let found = server.tokens(answer).await;
            assert_eq!(found.access.is_empty(), kind == TokenKind::Access, "{dialect}");
            let kept = !dialect.rotates();
            assert_eq!(
                found.refresh.is_empty(),
                kind == TokenKind::Refresh || kept,
                "{dialect}"
            );
        }
    }
}
