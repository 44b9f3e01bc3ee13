# 경로에 붙여 넣은 curl 명령
target-example = /api/… 또는 curl 명령
undo = 되돌리기
curl-taken = curl 명령에서 가져왔어요. 아직 아무것도 보내지 않았어요.
curl-attached = 세션이 자기 값을 붙이므로 { $names } 헤더는 뺐어요.
curl-held = 인증 정보가 들어 있을 수 있어서 뺐어요: { $names }. 편집기의 내용은 이 컴퓨터에 암호화하지 않은 글자로 저장돼요.
curl-take-held = 그래도 가져오기
curl-note-user = 사용자 이름과 비밀번호는 뺐어요. 그것으로 로그인하거나 이 서버의 프로필을 만들어 주세요.
curl-note-unsupported = Latchkey에 없는 기능이라 뺐어요: { $what }
curl-note-unknown = 알려진 curl 옵션이 아니라서 뺐어요: { $what }
curl-note-file-content = 파일의 내용이 필요해서 뺐어요: { $what }
curl-note-another-url = 첫 번째 URL만 가져왔어요.
curl-note-more = 첫 번째 명령만 가져오고 그 뒤는 뺐어요.
curl-note-expansion = 셸이 값을 넣었을 자리예요. 요청에는 적힌 그대로 있어요: { $what }
curl-note-reads-file = 요청을 보낼 때 이 파일을 읽어요: { $what }
curl-note-connection = 연결이 정하는 값이라 뺐어요: { $what }
error-curl-too-long = 명령이 4 MiB보다 길어요.
error-curl-open-quote = 명령에서 따옴표가 닫히지 않았어요: { $found } 명령 전체를 복사해 주세요.
error-curl-no-value = 명령 끝의 { $found } 뒤에 값이 없어요.
error-curl-no-url = 이 명령에는 URL이 없어요.

# 설정
redirects = 리디렉션 따라가기
redirects-hint = 10번까지 따라가고, 다른 서버로는 토큰을 절대 보내지 않아요. 끄면 리디렉션을 응답으로 보여 줘요.
