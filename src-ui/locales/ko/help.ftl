# 도움말 메뉴와 그 안의 창.
help-menu = 도움말
help-guide = 사용 안내서
help-updates = 업데이트 확인…
help-diagnostics = 진단 정보
diagnostics-about = 아래 내용만 복사돼요. 사용자 이름, 서버 주소, 토큰, 요청 내용은 들어 있지 않아요.
diagnostics-wait = 정보를 모으고 있어요…
diagnostics-failed = 진단 정보를 모으지 못했어요.
copy = 복사
copied = 클립보드에 복사했어요.
copy-failed = 복사하지 못했어요. 내용을 선택해 두었으니 키보드로 복사해 주세요.
help-about = Latchkey 정보
about-licence = MIT 라이선스로 배포되는 자유 소프트웨어예요.
guide-contents = 차례
guide-unreadable = 안내서의 이 페이지를 읽지 못했어요.
guide-back = 이전에 보던 페이지로
guide-session-ends = 세션이 끝났을 때
guide-own-server = 서버를 설명하는 방법
